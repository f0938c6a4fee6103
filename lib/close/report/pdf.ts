import { formatKc } from '#lib/core/money'
import { formatDateTime } from '#lib/i18n/format'
import {
  bytesOf,
  frame,
  heightOf,
  ink,
  newSheet,
  rule,
  type Sheet,
  type Structure,
  type Style,
  write,
} from '#lib/notice/sheet'
import { monthText } from '../rules.ts'
import { sentence } from './close-sentences.ts'
import { layoutOf, type TableLayout } from './layout.ts'
import type { MonthReport } from './month-report.queries.ts'
import { type ReportTable, tablesOf } from './tables.ts'

const headingStyle: Style = { size: 11, bold: true }
const padding = 4

/** The month's control sums, the journal against the statements and the entries on paper, for the accountant to sign. */
export async function monthPdf(report: MonthReport): Promise<Buffer> {
  const { sums, cityName, closed, madeAt } = report
  const title = sentence('pdfTitle', { month: monthText(sums.month) })
  const sheet = newSheet({ title, author: cityName, createdAt: madeAt })
  const root = sheet.struct('Document')
  sheet.addStructure(root)
  const place = (at: number) => ({ x: frame.left, y: at, width: frame.width })
  let y: number = frame.top
  y += write(sheet, root, 'P', cityName, place(y), { size: 11, bold: true, color: ink.accent }) + 6
  y += write(sheet, root, 'H1', title, place(y), { size: 20, bold: true }) + 6
  for (const text of linesOf(report)) y += write(sheet, root, 'P', text, place(y), { size: 9.5 }) + 3
  for (const table of tablesOf(report, formatKc)) y = writeTable(sheet, root, table, y + 14)
  root.end()
  numberPages(sheet)
  return bytesOf(sheet)

  function linesOf({ closed: by }: MonthReport): string[] {
    if (!closed || !by) return [sentence('pdfOpen')]
    const who = sentence('pdfClosed', { officer: by.officerName, moment: formatDateTime(by.at) })
    if (by.carriedOver.length === 0) return [who]
    const reason = sentence('carriedOver', { reason: by.reason ?? '' })
    return [who, sentence('pdfCarried'), ...by.carriedOver, reason]
  }
}

function writeTable(sheet: Sheet, root: Structure, content: ReportTable, y: number): number {
  const { heading, head, rows, total } = content
  const layout = layoutOf(sheet, content)
  const { body, bold, quiet } = layout
  let at = y
  const beginning =
    heightOf(sheet, heading, frame.width, headingStyle) +
    rowHeight(sheet, head, layout, quiet) +
    rowHeight(sheet, rows[0] ?? head, layout, body) +
    padding
  if (at + beginning > frame.bottom) {
    sheet.addPage()
    at = frame.top
  }
  const place = { x: frame.left, y: at, width: frame.width }
  at += write(sheet, root, 'H2', heading, place, headingStyle) + padding
  const table = sheet.struct('Table')
  root.add(table)
  at = writeRow(sheet, table, 'TH', head, layout, quiet, at)
  rule(sheet, at, ink.accent, 1)
  for (const cells of rows) {
    at = writeOnPage(cells, body)
    rule(sheet, at)
  }
  return total ? writeOnPage(total, bold) : at

  function writeOnPage(cells: readonly string[], style: Style): number {
    if (at + rowHeight(sheet, cells, layout, style) > frame.bottom) {
      sheet.addPage()
      at = writeRow(sheet, null, 'TH', head, layout, quiet, frame.top)
      rule(sheet, at, ink.accent, 1)
    }
    return writeRow(sheet, table, 'TD', cells, layout, style, at)
  }
}

function rowHeight(sheet: Sheet, cells: readonly string[], layout: TableLayout, style: Style): number {
  return (
    Math.max(...cells.map((text, at) => heightOf(sheet, text, layout.widths[at] ?? 0, style))) + 2 * padding
  )
}

function writeRow(
  sheet: Sheet,
  table: Structure | null,
  tag: 'TH' | 'TD',
  cells: readonly string[],
  layout: TableLayout,
  style: Style,
  y: number,
): number {
  const row = table && sheet.struct('TR')
  if (row) table.add(row)
  let x: number = frame.left
  for (const [at, text] of cells.entries()) {
    const width = layout.widths[at] ?? 0
    const align = at === 0 ? 'left' : 'right'
    write(sheet, row, tag, text, { x, y: y + padding, width }, { ...style, align })
    x += width
  }
  return y + rowHeight(sheet, cells, layout, style)
}

function numberPages(sheet: Sheet): void {
  const { start, count } = sheet.bufferedPageRange()
  for (let index = 0; index < count; index++) {
    sheet.switchToPage(start + index)
    const text = sentence('pdfPage', { page: String(index + 1), pages: String(count) })
    const place = { x: frame.left, y: frame.bottom + 16, width: frame.width }
    write(sheet, null, 'P', text, place, { size: 8, color: ink.quiet, align: 'right' })
  }
}
