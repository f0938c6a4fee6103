import { formatCsvAmount } from '#lib/core/money'
import type { ControlSums } from '../sums/rules.ts'
import { accountText, sentence } from './close-sentences.ts'

/** A cell for a Czech spreadsheet: quoted, and never taken for a formula. */
export function csvCell(text: string): string {
  const isNumber = /^[+-]?\d+(,\d+)?$/.test(text)
  const safe = !isNumber && /^\s*[=@+\-\t\r\n]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** A table for a Czech spreadsheet: UTF-8 with its mark, semicolons, CR LF. */
export const csvTable = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(csvCell).join(';')}\r\n`).join('')}`

/** The control sums of a month, an account a line. */
export function sumsCsv(sums: ControlSums): string {
  const column = (name: 'account' | 'opening' | 'debit' | 'credit' | 'closing') => sentence(`column.${name}`)
  const head = [column('account'), column('opening'), column('debit'), column('credit'), column('closing')]
  const rows = sums.accounts.map((sum) => [
    accountText(sum),
    ...[sum.openingHal, sum.debitHal, sum.creditHal, sum.closingHal].map(formatCsvAmount),
  ])
  return csvTable([head, ...rows])
}
