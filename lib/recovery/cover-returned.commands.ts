import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { cancelOne } from '#lib/refund/cancel-approved.commands'
import { layCredit, lockWithAccount } from './receivable/settle.commands.ts'
import { sentence } from './recovery-sentences.ts'

/**
 * Lays on a receivable what came back of the very refund by which its money had left: one that failed, that the bank
 * returned, or that was taken out of its order and waits again, which is cancelled. So the same money does not leave twice.
 * May be repeated and interrupted at any place. Returns how many receivables got something.
 */
export async function coverReturned(actor: Actor): Promise<number> {
  const due = await database().execute<{ id: string; refund_id: string }>(sql`
    select r.id, r.refund_id from receivable r join refund f on f.id = r.refund_id
      join account_balance b on b.account_id = r.account_id
     where (f.state = 'approved' or f.state in ('failed', 'returned') and b.credit_hal > 0)
       and remains_of_receivable(r.id) > 0
       -- Neither the money of a stopped payer, nor of one who was decided not to owe it.
       and not exists (select 1 from account a join payer p on p.id = a.payer_id
                        where a.id = r.account_id and p.allocation_stopped)
       and not exists (select 1 from receivable_decision d join account a on a.id = r.account_id
                        where d.receivable_id = r.id and d.debtor_payer_id is distinct from a.payer_id)
     order by r.id`)
  let covered = 0
  for (const { id, refund_id: refundId } of due) {
    const laidHal = await database().transaction(async (tx) => {
      // The refund, then its account, then the receivable: as those lock them who decide about refunds.
      await cancelOne(tx, actor, refundId, sentence('refundCancelled'))
      const found = await lockWithAccount(tx, Number(id))
      return found && found.remainsHal > 0n ? layCredit(tx, actor, found, sentence('refundCameBack')) : 0n
    })
    if (laidHal > 0n) covered++
  }
  return covered
}
