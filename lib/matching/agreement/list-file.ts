import { fail, type Result } from '#lib/core/result'
import type { TableRecord } from '#lib/core/table/csv'
import { decodeWhole, UnreadableTable } from '#lib/core/table/decode'
import { isWorkbook, workbookRows } from '#lib/core/table/workbook'
import { sentence } from '../matching-sentences.ts'
import { type ListFault, type ListRow, readListRecords, readPaymentList } from './payment-list.ts'

const mostWorkbookRows = 10_000

/** Reads the list of a collective payment from a file as the sender made it: CSV in a Czech coding, XLSX or ODS. */
export async function readListFile(
  bytes: Uint8Array,
  options: { hasAmounts: boolean },
): Promise<Result<ListRow[], ListFault[]>> {
  try {
    if (isWorkbook(bytes)) return readListRecords(await recordsOf(bytes), options)
    return readPaymentList((await decodeWhole(bytes)).text, options)
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error
    return fail([{ line: 1, column: '', text: sentence(`list.file.${error.problem}`) }])
  }
}

async function recordsOf(bytes: Uint8Array): Promise<TableRecord[]> {
  async function* one() {
    yield bytes
  }
  const records: TableRecord[] = []
  for await (const cells of workbookRows(one())) {
    if (records.length >= mostWorkbookRows) throw new UnreadableTable('workbook_large')
    records.push({ cells, line: null })
  }
  return records
}
