import { formatKc, sumHal } from '#lib/core/money'
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
import { accountText, sentence } from './close-sentences.ts'
import type { MonthReport } from './queries.ts'

const headStyle: Style = { size: 8, color: ink.quiet }
const bodyStyle: Style = { size: 8.5 }
const totalStyle: Style = { size: 9, bold: true }
const nameWidth = 171
const numberWidth = 78
const padding = 4

/** The month's control sums on paper, for the accountant to sign. */
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
  y = writeSums(sheet, root, report, y + 8)
  const entries = sums.entries.reduce((total, one) => total + one.count, 0)
  const words = sentence('pdfEntries', { count: String(entries) })
  write(sheet, root, 'P', words, place(y + 10), { size: 9.5 })
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

function writeSums(sheet: Sheet, root: Structure, { sums }: MonthReport, y: number): number {
  const table = sheet.struct('Table')
  root.add(table)
  const columns = ['account', 'opening', 'debit', 'credit', 'closing'] as const
  const head = columns.map((name) => sentence(`column.${name}`))
  let at = writeRow(sheet, table, 'TH', head, headStyle, y)
  rule(sheet, at, ink.accent, 1)
  for (const sum of sums.accounts) {
    const cells = [accountText(sum), ...amounts(sum)]
    if (at + rowHeight(sheet, cells, bodyStyle) > frame.bottom) {
      sheet.addPage()
      at = writeRow(sheet, null, 'TH', head, headStyle, frame.top)
      rule(sheet, at, ink.accent, 1)
    }
    at = writeRow(sheet, table, 'TD', cells, bodyStyle, at)
    rule(sheet, at)
  }
  const total = amounts({
    openingHal: sumHal(sums.accounts.map((one) => one.openingHal)),
    debitHal: sumHal(sums.accounts.map((one) => one.debitHal)),
    creditHal: sumHal(sums.accounts.map((one) => one.creditHal)),
    closingHal: sumHal(sums.accounts.map((one) => one.closingHal)),
  })
  if (at + 30 > frame.bottom) {
    sheet.addPage()
    at = frame.top
  }
  return writeRow(sheet, table, 'TD', [sentence('total'), ...total], totalStyle, at)
}

const amounts = (sum: { openingHal: bigint; debitHal: bigint; creditHal: bigint; closingHal: bigint }) =>
  [sum.openingHal, sum.debitHal, sum.creditHal, sum.closingHal].map(formatKc)

const widthOf = (index: number) => (index === 0 ? nameWidth : numberWidth)

function rowHeight(sheet: Sheet, cells: readonly string[], style: Style): number {
  return Math.max(...cells.map((text, index) => heightOf(sheet, text, widthOf(index), style))) + 2 * padding
}

function writeRow(
  sheet: Sheet,
  table: Structure | null,
  tag: 'TH' | 'TD',
  cells: readonly string[],
  style: Style,
  y: number,
): number {
  const row = table && sheet.struct('TR')
  if (row) table.add(row)
  const height = rowHeight(sheet, cells, style)
  let x: number = frame.left
  for (const [index, text] of cells.entries()) {
    const width = widthOf(index)
    write(
      sheet,
      row,
      tag,
      text,
      { x, y: y + padding, width },
      { ...style, align: index === 0 ? 'left' : 'right' },
    )
    x += width
  }
  return y + height
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
