import { frame, ink, type Sheet, type Style, widthOf } from '#lib/notice/sheet'
import type { ReportTable } from './tables.ts'

/** How a table stands on the paper: the width of each column in points, and the types it is written in. */
export interface TableLayout {
  widths: number[]
  body: Style
  bold: Style
  quiet: Style
}

const sizes = [8.5, 8, 7.5, 7, 6.5, 6]
const leastName = 120
const usualNumber = 78
const gap = 10

/**
 * Columns as wide as their widest amount, which never breaks; the type grows smaller where the names would be left
 * with too little.
 */
export function layoutOf(sheet: Sheet, table: ReportTable): TableLayout {
  const layouts = sizes.map((size) => layoutIn(size, sheet, table))
  const [smallest] = layouts.slice(-1)
  const fitting = layouts.find((layout) => (layout.widths[0] ?? 0) >= leastName) ?? smallest
  if (!fitting) throw new RangeError('There is no size of type.')
  return fitting
}

function layoutIn(size: number, sheet: Sheet, { head, rows, total }: ReportTable): TableLayout {
  const body: Style = { size }
  const bold: Style = { size, bold: true }
  const quiet: Style = { size: Math.min(size, 8), color: ink.quiet }
  const numbers = head.slice(1).map((title, column) => {
    const of = (cells: readonly string[]) => cells[column + 1] ?? ''
    const ofHead = title.split(' ').map((word) => widthOf(sheet, word, quiet))
    const ofRows = rows.map((cells) => widthOf(sheet, of(cells), body))
    const ofTotal = total ? [widthOf(sheet, of(total), bold)] : []
    return Math.max(...ofHead, ...ofRows, ...ofTotal) + gap
  })
  const roomy = numbers.map((width) => Math.max(width, usualNumber))
  const left = (widths: readonly number[]) => frame.width - widths.reduce((sum, width) => sum + width, 0)
  const widths = left(roomy) >= leastName ? roomy : numbers
  return { widths: [left(widths), ...widths], body, bold, quiet }
}
