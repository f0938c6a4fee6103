import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'

/** The chargebacks of a payment that were not won, oldest first. */
export async function findLive(
  tx: Transaction,
  attemptId: string,
): Promise<{ chargebackId: string; amountHal: bigint }[]> {
  const rows = await tx.execute<{ id: string; amount_hal: string }>(sql`
    select c.id, c.amount_hal from chargeback c
     where c.attempt_id = ${attemptId}
       and not exists (select 1 from chargeback_won w where w.chargeback_id = c.id)
     order by c.at, c.id`)
  return rows.map((row) => ({ chargebackId: row.id, amountHal: BigInt(row.amount_hal) }))
}
