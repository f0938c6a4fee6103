import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { keptRemarks, type Remarks, remark } from './report.ts'

/** A row some query found; `other` is the row or claim it disagrees with. */
export interface Found extends Record<string, unknown> {
  row: number
  column_name: string
  value: string | null
  other: string | null
}

/**
 * Adds what a query over the staged rows finds. It gives `row`, `column_name`, `value` and `other`; of many rows
 * only the first are fetched, the rest counted.
 */
export async function collect(
  tx: Transaction,
  remarks: Remarks,
  query: SQL,
  reason: (found: Found) => string,
): Promise<void> {
  const rows = await tx.execute<Found & { total: string }>(sql`
    select row, column_name, value, other::text as other, count(*) over () as total
      from (${query}) as found order by row limit ${keptRemarks}`)
  for (const found of rows)
    remark(remarks, found.row, found.column_name, found.value ?? '', () => reason(found))
  remarks.total += Number(rows[0]?.total ?? 0) - rows.length
}
