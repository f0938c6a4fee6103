import { CsvError, parse } from 'csv-parse/sync'
import { parseAmount } from '#lib/core/money'
import { fail, ok, type Result } from '#lib/core/result'
import { sentence } from '../matching-sentences.ts'

/** One row of a list of a collective payment: whose claim, by its symbols, and how much in haléře. */
export interface ListRow {
  /** The line in the file, from 1; the header is the first. */
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

/**
 * Reads the list of a collective payment: CSV with a header `vs;castka` or `vs;ss;castka`, divided by semicolons or
 * commas. Without `hasAmounts` the amounts are not asked for. All faults are told, at most twenty; nothing of a faulty
 * list is used.
 */
export function readPaymentList(
  text: string,
  { hasAmounts = true }: { hasAmounts?: boolean } = {},
): Result<ListRow[], ListFault[]> {
  const only = (line: number, column: string, words: string) =>
    fail<ListFault[]>([{ line, column, text: words }])
  if (text.length > largestCharacters) return only(1, '', sentence('list.long'))
  const records = readRecords(text)
  if (!records) return only(1, '', sentence('list.quotes'))
  const [header = [], ...rows] = records
  const names = header.map((name) => name.trim().toLowerCase())
  const at = (name: string) => names.indexOf(name)
  const wanted = hasAmounts ? ['vs', 'castka'] : ['vs']
  const missing = wanted.find((name) => at(name) < 0)
  if (missing) return only(1, missing, sentence('list.column'))
  if (rows.length === 0) return only(2, '', sentence('list.empty'))
  if (rows.length > mostRows) return only(mostRows + 2, '', sentence('list.rows', { most: String(mostRows) }))
  const faults: ListFault[] = []
  const read = rows.flatMap((row, index): ListRow[] => {
    const line = index + 2
    const cell = (name: string) => (at(name) < 0 ? '' : (row[at(name)] ?? '').trim())
    const variableSymbol = symbolOf(cell('vs'))
    const specificSymbol = cell('ss') === '' ? null : symbolOf(cell('ss'))
    const amount = hasAmounts ? parseAmount(cell('castka')) : ok(0n)
    if (!variableSymbol) faults.push({ line, column: 'vs', text: sentence('list.variableSymbol') })
    if (specificSymbol === undefined)
      faults.push({ line, column: 'ss', text: sentence('list.specificSymbol') })
    if (!amount.ok || (hasAmounts && amount.value <= 0n)) {
      faults.push({
        line,
        column: 'castka',
        text: sentence('list.amount'),
      })
    }
    return variableSymbol && specificSymbol !== undefined && amount.ok
      ? [{ line, variableSymbol, specificSymbol, amountHal: amount.value }]
      : []
  })
  return faults.length > 0 ? fail(faults.slice(0, 20)) : ok(read)
}

function readRecords(text: string): string[][] | null {
  const [first = ''] = text.split(/\r?\n/, 1)
  try {
    return parse(text, {
      bom: true,
      delimiter: first.includes(';') ? ';' : ',',
      relax_column_count: true,
      skip_empty_lines: true,
    })
  } catch (error) {
    if (error instanceof CsvError) return null
    throw error
  }
}

/** A symbol without leading zeros; undefined for what is none. */
function symbolOf(text: string): string | undefined {
  return /^\d{1,10}$/.test(text) ? text.replace(/^0+/, '') || undefined : undefined
}
