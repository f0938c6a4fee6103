import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { auditRefund } from '#lib/refund/audit.commands'
import { finishAsDone } from '#lib/refund/finish.commands'
import { lockRefund } from '#lib/refund/move.commands'

/**
 * Refunds whose outcome was not known and that a settlement shows: as many of a payment and an amount as it shows, the
 * oldest first, those known to be done counted in. Returns how many were confirmed.
 */
export async function confirmRefunds(actor: Actor): Promise<number> {
  const due = await database().execute<{ id: string }>(sql`
    select o.id from (
      select f.id, f.attempt_id, f.amount_hal,
             row_number() over (partition by f.attempt_id, f.amount_hal order by f.proposed_at, f.id)
               + (select count(*) from refund d where d.attempt_id = f.attempt_id and d.amount_hal = f.amount_hal
                     and d.state = 'done') as number
        from refund f where f.state in ('sent', 'unknown')) o
     where o.number <= (select count(*) from settlement_row r
                         where r.attempt_id = o.attempt_id and r.kind = 'refund' and r.gross_hal = -o.amount_hal)
     order by o.id`)
  let confirmed = 0
  for (const { id } of due) {
    confirmed += await database().transaction(async (tx) => {
      const found = await lockRefund(tx, id)
      if (found?.state !== 'sent' && found?.state !== 'unknown') return 0
      await finishAsDone(tx, actor, found, {})
      await auditRefund(tx, actor, found, 'refund.finish')
      return 1
    })
  }
  return confirmed
}
