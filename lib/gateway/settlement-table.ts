import { parse } from 'csv-parse/sync'
import { type IsoDate, isIsoDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import type { SettlementFault, SettlementFile } from './contract.ts'

/** Carries the refusal of a settlement out of its reader: where it is, and in Czech why. */
export class SettlementRefusal extends Error {
  readonly place: string
  constructor(place: string, reason: string) {
    super(reason)
    this.place = place
  }
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

/** The bytes as text: UTF-8 where they are that, else windows-1250. */
export function settlementText(bytes: Uint8Array): string {
  if (bytes.includes(0)) throw new SettlementRefusal('začátek souboru', 'soubor není text')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1250').decode(bytes)
  }
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

/** One row of a table by the names of its columns, with its place for a refusal. */
export interface TableRow {
  place: string
  cells: ReadonlyMap<string, string>
}

/** The rows of a CSV file with `;` between cells; a column that must be there and is not refuses the file. */
export function tableRows(text: string, needed: readonly string[]): TableRow[] {
  let lines: { record: string[]; info: { lines: number } }[]
  try {
    lines = parse(text.replace(/^\ufeff/, ''), {
      delimiter: ';',
      relax_column_count: true,
      skip_empty_lines: true,
      info: true,
      // With `info` each line comes with its place, of which the types do not know.
    }) as unknown as typeof lines
  } catch (error) {
    const place = `řádek ${(error as { lines?: number }).lines ?? 1}`
    throw new SettlementRefusal(place, 'uvozovky v souboru nesedí')
  }
  const [head, ...rest] = lines
  const names = head?.record.map(columnName) ?? []
  const missing = needed.find((name) => !names.includes(name))
  if (missing) throw new SettlementRefusal('řádek 1', `chybí sloupec „${missing}“`)
  return rest.map(({ record, info }) => {
    const place = `řádek ${info.lines}`
    if (record.length !== names.length) {
      throw new SettlementRefusal(place, `má mít ${names.length} sloupců, má jich ${record.length}`)
    }
    return { place, cells: new Map(names.map((name, index) => [name, (record[index] ?? '').trim()])) }
  })
}

/** A cell, empty where there is none. */
export const cellOf = ({ cells }: TableRow, column: string): string => cells.get(column) ?? ''

/** An amount with a decimal comma or point as haléře; an empty or odd cell refuses the file. */
export function amountCell(row: TableRow, column: string): bigint {
  const cell = cellOf(row, column)
  const [, sign, whole = '', decimals = ''] = /^([-+]?)(\d{1,13})(?:[.,](\d{1,2}))?$/.exec(cell) ?? []
  if (whole === '') {
    throw new SettlementRefusal(`${row.place}, sloupec „${column}“`, `„${cell.slice(0, 40)}“ není částka`)
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
    throw new SettlementRefusal(`${row.place}, sloupec „${column}“`, `„${cell.slice(0, 40)}“ není den`)
  }
  return day
}
