import { formatCsvAmount } from '#lib/core/money'
import type { MonthReport } from './month-report.queries.ts'
import { tablesOf } from './tables.ts'

/** A cell for a Czech spreadsheet: quoted, and never taken for a formula. */
export function csvCell(text: string): string {
  const isNumber = /^[+-]?\d+(,\d+)?$/.test(text)
  const safe = !isNumber && /^\s*[=@+\-\t\r\n]/.test(text) ? `'${text}` : text
  return `"${safe.replaceAll('"', '""')}"`
}

/** A table for a Czech spreadsheet: UTF-8 with its mark, semicolons, CR LF. */
export const csvTable = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(csvCell).join(';')}\r\n`).join('')}`

/** The report of a month: its tables one below the other, an empty line between. */
export const reportCsv = (report: MonthReport): string =>
  csvTable(
    tablesOf(report, formatCsvAmount).flatMap(({ head, rows, total }, index) => [
      ...(index > 0 ? [[]] : []),
      head,
      ...rows,
      ...(total ? [total] : []),
    ]),
  )
