import { formatKc } from '#lib/core/money'
import { frame, heightOf, ink, rule, type Sheet, type Structure, type Style, write } from '#lib/notice/sheet'
import { sentence as t } from './confirmation-sentences.ts'
import type { PaymentConfirmation } from './facts.ts'

/** From the left edge of the frame to the right one, in points; numbers stand at the right. */
const columns = [
  { width: 156, align: 'left' },
  { width: 57, align: 'left' },
  { width: 96, align: 'left' },
  { width: 76, align: 'left' },
  { width: 98, align: 'right' },
] as const
const gap = 10
const padding = 6

const headStyle: Style = { size: 11 }
const bodyStyle: Style = { size: 10 }
const totalStyle: Style = { size: 11, bold: true }

/** Writes the table of what was paid from `y` down, over as many pages as it needs; returns where it ended. */
export function writeTable(sheet: Sheet, parent: Structure, facts: PaymentConfirmation, y: number): number {
  const table = sheet.struct('Table')
  parent.add(table)
  const head = [t('feeKind'), t('period'), t('payer'), t('variableSymbol'), t('amount')]
  let at = writeRow(sheet, table, 'TH', head, headStyle, y)
  rule(sheet, at, ink.accent, 1)
  for (const item of facts.items) {
    const cells = [
      item.feeKindName,
      item.period,
      item.payerName,
      item.variableSymbol ?? t('noVariableSymbol'),
      formatKc(item.amountHal),
    ]
    if (at + rowHeight(sheet, cells, bodyStyle) > frame.bottom) {
      sheet.addPage()
      // Repeated for the eye only: to a screen reader it is one table with one head.
      at = writeRow(sheet, null, 'TH', head, headStyle, frame.top)
      rule(sheet, at, ink.accent, 1)
    }
    at = writeRow(sheet, table, 'TD', cells, bodyStyle, at)
    rule(sheet, at)
  }
  if (at + 80 > frame.bottom) {
    sheet.addPage()
    at = frame.top
  }
  if (facts.creditHal > 0n) {
    at = writeSum(sheet, table, t('credit'), formatKc(facts.creditHal), bodyStyle, at)
    rule(sheet, at)
  }
  return writeSum(sheet, table, t('total'), formatKc(facts.amountHal), totalStyle, at)
}

function rowHeight(sheet: Sheet, cells: readonly string[], style: Style): number {
  const heights = cells.map((text, index) => heightOf(sheet, text, (columns[index]?.width ?? 0) - gap, style))
  return Math.max(...heights) + 2 * padding
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
  let x: number = frame.left
  const heights: number[] = []
  for (const [index, text] of cells.entries()) {
    const { width, align } = columns[index] ?? columns[0]
    const isLast = align === 'right'
    const place = { x: isLast ? x + gap : x, y: y + padding, width: width - gap }
    heights.push(write(sheet, row, tag, text, place, { ...style, align }))
    x += width
  }
  return y + Math.max(...heights) + 2 * padding
}

function writeSum(sheet: Sheet, table: Structure, label: string, amount: string, style: Style, y: number) {
  const row = sheet.struct('TR')
  table.add(row)
  const labelWidth = frame.width - 150
  const top = y + padding + 1
  const height = write(sheet, row, 'TH', label, { x: frame.left, y: top, width: labelWidth - gap }, style)
  const place = { x: frame.left + labelWidth, y: top, width: 150 }
  write(sheet, row, 'TD', amount, place, { ...style, align: 'right' })
  return top + height + padding
}
