import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { mayDecide } from '../access.ts'

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

/** The paid payment with this number of ours; null for anybody who may not report on it, and for none or several. */
export async function findPayment(actor: Officer, reference: string): Promise<string | null> {
  if (!mayDecide(actor)) return null
  const rows = await database().execute<{ id: string }>(
    sql`select id from payment_attempt where reference = ${reference} and state = 'paid'`,
  )
  return rows.length === 1 ? (rows[0]?.id ?? null) : null
}
