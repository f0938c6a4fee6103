import { type ColumnName, columns } from './columns.ts'
import { sentence } from './import-sentences.ts'
import { type Remarks, remark } from './report.ts'

/** Where each known column stands in the file; a column the file does not have is missing here. */
export interface Header {
  width: number
  positions: ReadonlyMap<ColumnName, number>
}

const known = new Map<string, ColumnName>(columns.map((column) => [column.name, column.name]))

/** Whether a row is the header, whatever columns it lacks: a title names none of them. */
export const looksLikeHeader = (record: readonly string[]): boolean =>
  record.some((cell) => known.has(cell.trim().toLowerCase()))

/** Reads the header, which stands on this row. Null where a column is missing or stands there twice; unknown columns are a warning. */
export function readHeader(
  record: readonly string[],
  row: number,
  faults: Remarks,
  warnings: Remarks,
): Header | null {
  const positions = new Map<ColumnName, number>()
  const faultsBefore = faults.total
  for (const [position, cell] of record.entries()) {
    const name = known.get(cell.trim().toLowerCase())
    if (name === undefined) {
      remark(warnings, row, cell.trim(), '', () => sentence('header.unknown'))
    } else if (positions.has(name)) {
      remark(faults, row, name, cell, () => sentence('header.twice'))
    } else {
      positions.set(name, position)
    }
  }
  for (const { name, isRequired } of columns) {
    if (isRequired && !positions.has(name)) remark(faults, row, name, '', () => sentence('header.missing'))
  }
  return faults.total === faultsBefore ? { width: record.length, positions } : null
}
