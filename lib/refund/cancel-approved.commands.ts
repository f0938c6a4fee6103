import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { auditRefund } from './audit.commands.ts'
import { finishAsFailed } from './finish.commands.ts'
import { lockRefund } from './move.commands.ts'

/**
 * Takes approved refunds of an account back that nobody has claimed for sending, the latest first, until so much credit is
 * back or none is left: only those approved after this entry, whose money may be its own. One that is being sent this very
 * moment is left alone. The caller holds the account's lock. Returns how much came back, in haléře.
 */
export async function cancelApproved(
  tx: Transaction,
  actor: Actor,
  of: { accountId: number; sinceEntryId: number; wantedHal: bigint },
  problem: string,
): Promise<bigint> {
  let backHal = 0n
  while (backHal < of.wantedHal) {
    const [next] = await tx.execute<{ id: string }>(sql`
      select id from refund
       where account_id = ${of.accountId} and state = 'approved' and approved_entry_id > ${of.sinceEntryId}
       order by approved_entry_id desc limit 1 for update skip locked`)
    const found = next ? await lockRefund(tx, next.id) : null
    if (!found) return backHal
    await finishAsFailed(tx, actor, found, problem)
    await auditRefund(tx, actor, found, 'refund.cancel')
    backHal += found.amountHal
  }
  return backHal
}

/** The same for one refund, where it still waits for being sent; whether it was taken back. */
export async function cancelOne(
  tx: Transaction,
  actor: Actor,
  refundId: string,
  problem: string,
): Promise<boolean> {
  const found = await lockRefund(tx, refundId)
  if (found?.state !== 'approved') return false
  await finishAsFailed(tx, actor, found, problem)
  await auditRefund(tx, actor, found, 'refund.cancel')
  return true
}
