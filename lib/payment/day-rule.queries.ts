import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { pragueDate } from '#lib/core/dates'
import type { OnlineWay } from '#lib/ledger/post.commands'

/** What counts as the day of payment for this way on the day of the evidence: the office's table of § 166. */
export async function paymentDayRule(
  tx: Transaction,
  way: OnlineWay,
  evidenceAt: Date,
): Promise<'order' | 'credited'> {
  const day = pragueDate(evidenceAt)
  const [row] = await tx.execute<{ counts: string }>(sql`
    select counts from payment_day_rule
     where way = ${way} and valid_from <= ${day} and (valid_to is null or valid_to >= ${day})
     order by valid_from desc limit 1`)
  if (row) return row.counts === 'order' ? 'order' : 'credited'
  return way === 'card' ? 'order' : 'credited'
}
