import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { refundStrayDecision } from '#db/schema/refund-order'
import type { Officer } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { fail, ok, type Result } from '#lib/core/result'
import { mayApprove } from './access.ts'
import { auditRefund } from './audit.commands.ts'
import { lockRefund } from './move.commands.ts'
import { isStray } from './stray.queries.ts'

/** What a movement with a refund's number is, where it pays none: the same money a second time, or something else. */
export const strayMeanings = ['paid_twice', 'other_payment'] as const
export type StrayMeaning = (typeof strayMeanings)[number]

export type StrayProblem = 'not_stray' | 'amount_changed' | 'same_officer' | 'no_reason'

/**
 * Says what a movement is that left with a refund's number and pays none; from then on refunds of the same credit may go
 * again. Never the officer who approved that refund. Null for anybody who may not, and for what is not there.
 */
export async function decideStray(
  actor: Officer,
  wish: { bankEntryId: number; meaning: StrayMeaning; seenAmountHal: bigint; reason: string },
): Promise<Result<null, StrayProblem> | null> {
  if (!mayApprove(actor)) return null
  const { bankEntryId, meaning } = wish
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const [row] = await tx.execute<{ refund_id: string; amount_hal: string; is_stray: boolean }>(sql`
      select r.id as refund_id, b.amount_hal, ${isStray} as is_stray
        from bank_entry b join refund r on r.reference = b.variable_symbol where b.id = ${bankEntryId}`)
    const found = row ? await lockRefund(tx, row.refund_id) : null
    if (!row || !found) return null
    if (!row.is_stray) return fail('not_stray')
    if (BigInt(row.amount_hal) !== wish.seenAmountHal) return fail('amount_changed')
    if (found.approvedBy === actor.identityId) return fail('same_officer')
    const written = await tx
      .insert(refundStrayDecision)
      .values({ bankEntryId, refundId: found.id, meaning, reason, decidedBy: actor.identityId, at: now() })
      .onConflictDoNothing()
      .returning({ id: refundStrayDecision.bankEntryId })
    if (written.length === 0) return fail('not_stray')
    await auditRefund(tx, actor, found, 'refund.decide_stray')
    return ok(null)
  })
}
