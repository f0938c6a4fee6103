import { parse } from 'csv-parse/sync'
import { type IsoDate, isIsoDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { isBlank, lineEnds, numbered } from '#lib/core/table/csv'
import { decodeAs, recogniseEncoding } from '#lib/core/table/encoding'
import type { SettlementFault, SettlementFile } from './contract.ts'
import { sentence } from './settlement-sentences.ts'

/** Carries the refusal of a settlement out of its reader: where it is, and why. */
export class SettlementRefusal extends Error {
  readonly place: string
  constructor(place: string, reason: string) {
    super(reason)
    this.place = place
  }
}

/** A refusal of one line. */
export const refusalAt = (line: number, reason: string): SettlementRefusal =>
  new SettlementRefusal(sentence('file.line', { line }), reason)

/** A refusal of one cell. */
export function refusalIn(row: TableRow, column: string, reason: string): SettlementRefusal {
  const place = sentence('file.line', { line: row.line })
  return new SettlementRefusal(sentence('file.column', { place, column }), reason)
}

/** Refuses a line in another currency than crowns, or in none. */
export function refuseForeign(line: number, currency: string): void {
  if (currency === 'CZK') return
  throw refusalAt(line, currency ? sentence('file.currency', { currency }) : sentence('file.noCurrency'))
}

/** Runs a reader; what it refuses comes out as a fault, anything else is a mistake of ours and is thrown. */
export function refusing(read: () => SettlementFile): Result<SettlementFile, SettlementFault> {
  try {
    return ok(read())
  } catch (error) {
    if (error instanceof SettlementRefusal) return fail({ place: error.place, reason: error.message })
    throw error
  }
}

/** The bytes as text, in the coding in which they read as Czech. */
export function settlementText(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new SettlementRefusal(sentence('file.start'), sentence('file.binary'))
  const encoding = recogniseEncoding(bytes)
  if (encoding === 'twice') throw new SettlementRefusal(sentence('file.start'), sentence('file.twice'))
  // No names stand there, only the columns' own; take what Windows writes.
  return decodeAs(bytes, encoding === 'unclear' ? 'windows-1250' : encoding)
}

/** A name of a column as gateways vary it: without diacritics, in small letters, by one space. */
export function columnName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

/** One row of a table by the names of its columns, with its line for a refusal. */
export interface TableRow {
  line: number
  cells: ReadonlyMap<string, string>
}

/** The rows of a CSV file with `;` between cells; a column that must be there and is not refuses the file. */
export function tableRows(text: string, needed: readonly string[]): TableRow[] {
  let records: string[][]
  try {
    records = parse(text.replace(/^\ufeff/, ''), {
      delimiter: ';',
      record_delimiter: lineEnds,
      relax_column_count: true,
    })
  } catch (error) {
    throw refusalAt((error as { lines?: number }).lines ?? 1, sentence('file.quotes'))
  }
  const [head, ...rest] = [...numbered(records)].filter(({ cells }) => !isBlank(cells))
  const names = head?.cells.map(columnName) ?? []
  const missing = needed.find((name) => !names.includes(name))
  if (missing) throw refusalAt(1, sentence('file.noColumn', { column: missing }))
  return rest.map(({ cells, line: told }) => {
    const line = told ?? 1
    if (cells.length !== names.length) {
      throw refusalAt(line, sentence('file.width', { names: names.length, cells: cells.length }))
    }
    return { line, cells: new Map(names.map((name, index) => [name, (cells[index] ?? '').trim()])) }
  })
}

/** A cell, empty where there is none. */
export const cellOf = ({ cells }: TableRow, column: string): string => cells.get(column) ?? ''

/** An amount with a decimal comma or point as haléře; an empty or odd cell refuses the file. */
export function amountCell(row: TableRow, column: string): bigint {
  const cell = cellOf(row, column)
  const [, sign, whole = '', decimals = ''] = /^([-+]?)(\d{1,13})(?:[.,](\d{1,2}))?$/.exec(cell) ?? []
  if (whole === '') {
    throw refusalIn(row, column, sentence('file.amount', { cell: cell.slice(0, 40) }))
  }
  const amountHal = BigInt(whole) * 100n + BigInt(decimals.padEnd(2, '0'))
  return sign === '-' ? -amountHal : amountHal
}

/** The day of a cell that begins by it, `2019-07-24 10:11:12` or `24.07.2019`; odd ones refuse the file. */
export function dayCell(row: TableRow, column: string): IsoDate {
  const cell = cellOf(row, column)
  const czech = /^(\d{2})\.(\d{2})\.(\d{4})(?= |$)/.exec(cell)
  const day = czech
    ? `${czech[3]}-${czech[2]}-${czech[1]}`
    : (/^\d{4}-\d{2}-\d{2}(?=[ T]|$)/.exec(cell)?.[0] ?? '')
  if (!isIsoDate(day)) {
    throw refusalIn(row, column, sentence('file.day', { cell: cell.slice(0, 40) }))
  }
  return day
}
