import { CsvError, parse } from 'csv-parse/sync'
import { parseAmount } from '#lib/core/money'
import { fail, ok, type Result } from '#lib/core/result'
import { isBlank, lineEnds, numbered, type TableRecord } from '#lib/core/table/csv'
import { sentence } from '../matching-sentences.ts'

/** One row of a list of a collective payment: whose claim, by its symbols, and how much in haléře. */
export interface ListRow {
  /** The line of the file as a text editor counts it, from 1; of a workbook the row. */
  line: number
  variableSymbol: string
  specificSymbol: string | null
  amountHal: bigint
}

/** What is wrong with a list, and where. */
export interface ListFault {
  line: number
  column: string
  text: string
}

const mostRows = 2_000
const largestCharacters = 500_000
const mostLinesAbove = 10
const delimiterLine = /^\ufeff?"?sep=([;,])"?[ \t]*(\r\n|\n|\r)/i

/**
 * Reads the list of a collective payment: CSV with a header `vs;castka` or `vs;ss;castka`, divided by semicolons or
 * commas. Without `hasAmounts` the amounts are not asked for. All faults are told, at most twenty; nothing of a faulty
 * list is used.
 */
export function readPaymentList(
  text: string,
  options: { hasAmounts?: boolean } = {},
): Result<ListRow[], ListFault[]> {
  if (text.length > largestCharacters) return only(1, '', sentence('list.long'))
  const records = csvRecords(text)
  return records ? readListRecords(records, options) : only(1, '', sentence('list.quotes'))
}

/** The same of rows that were cut into cells already, of a workbook too. */
export function readListRecords(
  all: readonly TableRecord[],
  { hasAmounts = true }: { hasAmounts?: boolean } = {},
): Result<ListRow[], ListFault[]> {
  const records = all.flatMap(({ cells, line }, index) =>
    isBlank(cells) ? [] : [{ cells, line: line ?? index + 1, isOfWorkbook: line === null }],
  )
  const namesOf = (cells: readonly string[]) =>
    cells.map((name) =>
      name
        .replace(/^\ufeff/, '')
        .trim()
        .toLowerCase(),
    )
  const headerAt = records.slice(0, mostLinesAbove).findIndex(({ cells }) => namesOf(cells).includes('vs'))
  const names = namesOf(records[Math.max(0, headerAt)]?.cells ?? [])
  const at = (name: string) => names.indexOf(name)
  const wanted = hasAmounts ? ['vs', 'castka'] : ['vs']
  const missing = wanted.find((name) => at(name) < 0)
  const headerLine = records[Math.max(0, headerAt)]?.line ?? 1
  if (missing) return only(headerLine, missing, sentence('list.column'))
  const rows = records.slice(headerAt + 1)
  if (rows.length === 0) return only(headerLine + 1, '', sentence('list.empty'))
  if (rows.length > mostRows)
    return only(rows[mostRows]?.line ?? 1, '', sentence('list.rows', { most: String(mostRows) }))
  const faults: ListFault[] = []
  let sumHal = 0n
  const read = rows.flatMap(({ cells, line, isOfWorkbook }, index): ListRow[] => {
    const cell = (name: string) => (at(name) < 0 ? '' : (cells[at(name)] ?? '').trim())
    const amount = hasAmounts ? parseAmount(cell('castka')) : ok(0n)
    // A row that sums up the ones above, at their end, is no member; its sum is evidence that none got lost.
    if (hasAmounts && index === rows.length - 1 && cell('vs') === '' && amount.ok && rows.length > 1) {
      if (amount.value !== sumHal) faults.push({ line, column: 'castka', text: sentence('list.total') })
      return []
    }
    if (cells.length !== names.length && !(isOfWorkbook && cells.length < names.length)) {
      const counts = { width: String(names.length), cells: String(cells.length) }
      faults.push({ line, column: '', text: sentence('list.width', counts) })
      return []
    }
    const variableSymbol = symbolOf(cell('vs'))
    const specificSymbol = cell('ss') === '' ? null : symbolOf(cell('ss'))
    if (!variableSymbol) faults.push({ line, column: 'vs', text: sentence('list.variableSymbol') })
    if (specificSymbol === undefined)
      faults.push({ line, column: 'ss', text: sentence('list.specificSymbol') })
    if (!amount.ok || (hasAmounts && amount.value <= 0n))
      faults.push({ line, column: 'castka', text: sentence('list.amount') })
    if (amount.ok) sumHal += amount.value
    return variableSymbol && specificSymbol !== undefined && amount.ok
      ? [{ line, variableSymbol, specificSymbol, amountHal: amount.value }]
      : []
  })
  return faults.length > 0 ? fail(faults.slice(0, 20)) : ok(read)
}

const only = (line: number, column: string, text: string) => fail<ListFault[]>([{ line, column, text }])

function csvRecords(text: string): TableRecord[] | null {
  const [toldLine = '', told] = delimiterLine.exec(text) ?? []
  const rest = text.slice(toldLine.length)
  const head = rest.split(/\r\n|\n|\r/, mostLinesAbove)
  const header = head.find((line) => /(^|[;,])[\s"\ufeff]*vs[\s"]*([;,]|$)/i.test(line)) ?? head[0] ?? ''
  try {
    const records: string[][] = parse(rest, {
      bom: true,
      delimiter: told ?? (header.includes(';') ? ';' : ','),
      record_delimiter: lineEnds,
      relax_column_count: true,
    })
    return [...numbered(records, toldLine === '' ? 1 : 2)]
  } catch (error) {
    if (error instanceof CsvError) return null
    throw error
  }
}

/** A symbol without leading zeros; undefined for what is none. */
function symbolOf(text: string): string | undefined {
  return /^\d{1,10}$/.test(text) ? text.replace(/^0+/, '') || undefined : undefined
}
