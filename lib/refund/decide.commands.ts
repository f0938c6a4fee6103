import { and, desc, eq, gte, ne } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { refund, refundWord } from '#db/schema/refund'
import type { Officer } from '#lib/actor/actor'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { fail, ok, type Result } from '#lib/core/result'
import { enqueue } from '#lib/queue/enqueue.commands'
import { mayApprove } from './access.ts'
import { auditRefund } from './audit.commands.ts'
import { bookApproval } from './book.commands.ts'
import { readRefundFacts } from './facts.queries.ts'
import { finishAsDone, finishAsFailed } from './finish.commands.ts'
import { lockMoney } from './lock-money.commands.ts'
import { lockRefund, moveRefund, type Refund } from './move.commands.ts'
import { mustWait, needsFourEyes, type RefundProblem, refundProblem } from './rules.ts'

export type ApproveProblem =
  | RefundProblem
  | 'not_proposed'
  | 'amount_changed'
  | 'same_officer'
  | 'needs_second'
  | 'below_least'

/**
 * Approves a proposed refund (of one the portal proposed, the first of two officers only takes it over): under locks reads all again, moves the credit to refunds payable and queues the
 * sending. `seenAmountHal` is the amount the officer saw. Null for anybody who may not, and for what is not there.
 */
export async function approveRefund(
  actor: Officer,
  wish: { refundId: string; seenAmountHal: bigint },
): Promise<Result<null, ApproveProblem> | null> {
  if (!mayApprove(actor)) return null
  const { refundFourEyesAboveHal } = await citySettings()
  return database().transaction(async (tx) => {
    const found = await lockRefund(tx, wish.refundId)
    if (!found) return null
    if (found.state !== 'proposed') return fail('not_proposed')
    if (found.amountHal !== wish.seenAmountHal) return fail('amount_changed')
    const isSame = found.proposedBy === actor.identityId
    if (isSame && needsFourEyes(found.amountHal, BigInt(refundFourEyesAboveHal))) return fail('same_officer')
    await lockMoney(tx, found)
    const facts = await readRefundFacts(tx, found)
    if (!facts) return null
    const asked = { ...found, isExceptional: found.exceptionalReason !== null }
    const problem = refundProblem(asked, facts)
    if (problem) return fail(problem)
    if (mustWait(asked, facts.creditHal)) return fail('below_least')
    if (found.proposedBy === null && needsFourEyes(found.amountHal, BigInt(refundFourEyesAboveHal))) {
      // Nobody has agreed to what the portal proposed: this officer is the first of the two.
      await tx.update(refund).set({ proposedBy: actor.identityId }).where(eq(refund.id, found.id))
      await auditRefund(tx, actor, found, 'refund.take_over')
      return fail('needs_second')
    }
    const approvedEntryId = await bookApproval(tx, actor, found)
    await moveRefund(tx, actor, found, 'approved', { approvedBy: actor.identityId, approvedEntryId })
    await auditRefund(tx, actor, found, 'refund.approve')
    if (found.way === 'gateway') await enqueue(tx, 'send-refund', { refundId: found.id })
    return ok(null)
  })
}

/** Rejects a request that no money has moved for yet. Null for anybody who may not, and for what is not there. */
export async function rejectRefund(
  actor: Officer,
  wish: { refundId: string; reason: string },
): Promise<Result<null, 'not_proposed' | 'no_reason'> | null> {
  if (!mayApprove(actor)) return null
  const problem = wish.reason.trim()
  if (problem === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const found = await lockRefund(tx, wish.refundId)
    if (!found) return null
    if (found.state !== 'proposed' && found.state !== 'waiting') return fail('not_proposed')
    await moveRefund(tx, actor, found, 'rejected', { problem })
    await auditRefund(tx, actor, found, 'refund.reject')
    return ok(null)
  })
}

export type ResolveProblem = 'not_unknown' | 'no_reason' | 'needs_second_word' | 'words_differ'

/**
 * Says how a refund that may be out ended, as an officer found out at the gateway, in its settlement or at the bank: it
 * counts once two officers have said the same. Or takes an approved one back as failed before anybody claimed it for
 * sending, where one is enough. Null for anybody who may not, and for what is not there.
 */
export async function resolveRefund(
  actor: Officer,
  wish: { refundId: string; outcome: 'done' | 'failed'; reason: string },
): Promise<Result<null, ResolveProblem> | null> {
  if (!mayApprove(actor)) return null
  const problem = wish.reason.trim()
  if (problem === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const found = await lockRefund(tx, wish.refundId)
    if (!found) return null
    const isTakenBack = found.state === 'approved' && wish.outcome === 'failed'
    // A bank may book a whole order as one movement, or refuse one item of it: then only an officer knows.
    const isAtBank = found.state === 'sent' && found.way === 'bank_account'
    if (found.state !== 'unknown' && !isTakenBack && !isAtBank) return fail('not_unknown')
    const doubt = isTakenBack ? null : await addWord(tx, actor, found, { ...wish, reason: problem })
    if (doubt) return fail(doubt)
    await lockMoney(tx, found)
    await (wish.outcome === 'done'
      ? finishAsDone(tx, actor, found, { problem })
      : finishAsFailed(tx, actor, found, problem))
    await auditRefund(tx, actor, found, 'refund.resolve')
    return ok(null)
  })
}

/** Keeps the officer's word since the refund was sent; null once the newest word of another officer is the same. */
async function addWord(
  tx: Transaction,
  actor: Officer,
  found: Refund,
  { outcome, reason }: { outcome: 'done' | 'failed'; reason: string },
): Promise<'needs_second_word' | 'words_differ' | null> {
  const since = found.sentAt ?? found.proposedAt
  const others = await tx
    .selectDistinctOn([refundWord.officerId], { outcome: refundWord.outcome })
    .from(refundWord)
    .where(
      and(
        eq(refundWord.refundId, found.id),
        gte(refundWord.at, since),
        ne(refundWord.officerId, actor.identityId),
      ),
    )
    .orderBy(refundWord.officerId, desc(refundWord.at))
  await tx
    .insert(refundWord)
    .values({ refundId: found.id, officerId: actor.identityId, outcome, reason, at: now() })
  if (others.some((one) => one.outcome === outcome)) return null
  await auditRefund(tx, actor, found, 'refund.say')
  return others.length > 0 ? 'words_differ' : 'needs_second_word'
}
