import { UnreadableTable } from './decode.ts'
import { odsRows } from './ods.ts'
import { xlsxRows } from './xlsx.ts'
import { collect, openZip } from './zip.ts'

/** Whether a file begins as the archives do in which Excel and LibreOffice keep their sheets. */
export const isWorkbook = (start: Uint8Array): boolean =>
  start[0] === 0x50 && start[1] === 0x4b && start[2] === 0x03 && start[3] === 0x04

/**
 * The rows of the first sheet of an XLSX or ODS workbook, as the clerk would have typed their cells: days as
 * `2027-05-31`, numbers without thousands, leading zeros where the sheet shows them. Only what is asked for is unpacked,
 * piece by piece. Throws UnreadableTable.
 */
export async function* workbookRows(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  const parts = await openZip(await collect(bytes))
  if (parts.has('xl/workbook.xml')) yield* withoutEnd(xlsxRows(parts))
  else if (parts.has('content.xml')) yield* withoutEnd(odsRows(parts))
  else throw new UnreadableTable('workbook_foreign')
}

/** Rows without the blank cells at their end, of which some programs write hundreds. */
async function* withoutEnd(rows: AsyncIterable<string[]>): AsyncGenerator<string[]> {
  for await (const row of rows) {
    let length = row.length
    while (length > 0 && (row[length - 1] ?? '').trim() === '') length--
    yield Array.from({ length }, (_, index) => row[index] ?? '')
  }
}
