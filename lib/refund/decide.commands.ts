import { and, eq, isNull } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { account } from '#db/schema/account'
import { paymentAttempt } from '#db/schema/payment'
import { refund } from '#db/schema/refund'
import { refundOrder, refundOrderItem } from '#db/schema/refund-order'
import type { Actor, Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { addDays, pragueDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { formatAccount, parseAccount } from '#lib/identifiers/bank-account'
import { lockAccounts } from '#lib/ledger/post.commands'
import { enqueue } from '#lib/queue/enqueue.commands'
import { mayApprove, mayPropose } from './access.ts'
import { bookApproval, bookFailure, bookPaidByBank, bookPaidByGateway } from './book.commands.ts'
import type { RefundState } from './edges.rules.ts'
import { readRefundFacts } from './facts.queries.ts'
import { lockRefund, moveRefund, type Refund } from './move.commands.ts'
import {
  mustWait,
  needsFourEyes,
  type RefundGround,
  type RefundProblem,
  refundProblem,
  waitingDays,
} from './rules.ts'

/** A refund as an officer proposes it; amounts in haléře. */
export interface ProposedRefund {
  accountId: number
  ground: RefundGround
  /** A payer we know, or the name of somebody else; the first one where the money returns through a gateway. */
  entitled: { payerId: string } | { name: string }
  amountHal: bigint
  /** The credit of the account that the officer saw. */
  seenCreditHal: bigint
  /** Through the gateway of this attempt, or to this account of the entitled person. */
  to: { attemptId: string } | { bankAccount: string }
  /** Why an overpayment below the least amount goes back all the same. */
  exceptionalReason?: string
}

export type ProposeProblem = RefundProblem | 'no_amount' | 'credit_changed' | 'wrong_account'
export interface Proposed {
  refundId: string
  reference: string
  state: RefundState
}

/**
 * Proposes a refund; no money moves. An overpayment below the least amount makes the request wait. Null for anybody
 * who may not, and for an account that is not there.
 */
export async function proposeRefund(
  actor: Officer,
  wish: ProposedRefund,
): Promise<Result<Proposed, ProposeProblem> | null> {
  if (!mayPropose(actor)) return null
  return database().transaction((tx) => proposeWithin(tx, actor, wish, actor.identityId))
}

/**
 * Proposes within the caller's transaction; `proposedBy` is the officer, or null where the portal itself does. Callers
 * answer for who may.
 */
export async function proposeWithin(
  tx: Transaction,
  actor: Actor,
  wish: ProposedRefund,
  proposedBy: string | null,
): Promise<Result<Proposed, ProposeProblem> | null> {
  if (wish.amountHal <= 0n) return fail('no_amount')
  if ('bankAccount' in wish.to && !isPrintedAccount(wish.to.bankAccount)) return fail('wrong_account')
  const { accountId, ground, amountHal, seenCreditHal, entitled, to } = wish
  const subject = {
    accountId,
    entitledPayerId: 'payerId' in entitled ? entitled.payerId : null,
    attemptId: 'attemptId' in to ? to.attemptId : null,
  }
  const way = subject.attemptId ? 'gateway' : 'bank_account'
  const exceptionalReason = wish.exceptionalReason?.trim() || null
  const asked = { ground, way, amountHal, isExceptional: exceptionalReason !== null } as const
  await lockMoney(tx, subject)
  const facts = await readRefundFacts(tx, subject)
  if (!facts) return null
  if (facts.creditHal !== seenCreditHal) return fail('credit_changed')
  const problem = refundProblem(asked, facts)
  if (problem) return fail(problem)
  const isWaiting = mustWait(asked, facts.creditHal)
  const [row] = await tx
    .insert(refund)
    .values({
      ...subject,
      ground,
      way,
      amountHal,
      seenCreditHal,
      exceptionalReason,
      entitledName: 'name' in entitled ? entitled.name : null,
      bankAccount: 'bankAccount' in to ? to.bankAccount : null,
      state: isWaiting ? 'waiting' : 'proposed',
      waitsUntil: isWaiting ? addDays(pragueDate(now()), waitingDays) : null,
      proposedBy,
      proposedAt: now(),
    })
    .returning()
  if (!row) throw new Error('The refund was not written.')
  await audit(tx, actor, row, 'refund.propose')
  return ok({ refundId: row.id, reference: row.reference, state: row.state })
}

/** Whether the account is written as the bank's order needs it, and its check digits fit. */
function isPrintedAccount(text: string): boolean {
  const account = parseAccount(text)
  return account.ok && formatAccount(account.value) === text
}

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
      await audit(tx, actor, found, 'refund.take_over')
      return fail('needs_second')
    }
    const approvedEntryId = await bookApproval(tx, actor, found)
    await moveRefund(tx, actor, found, 'approved', { approvedBy: actor.identityId, approvedEntryId })
    await audit(tx, actor, found, 'refund.approve')
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
    await audit(tx, actor, found, 'refund.reject')
    return ok(null)
  })
}

/**
 * Says how a refund with an unknown outcome ended, as an officer found out at the gateway or in its settlement; or
 * takes an approved one back as failed before anybody claimed it for sending.
 * Null for anybody who may not, and for what is not there.
 */
export async function resolveRefund(
  actor: Officer,
  wish: { refundId: string; outcome: 'done' | 'failed'; reason: string },
): Promise<Result<null, 'not_unknown' | 'no_reason'> | null> {
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
    await lockMoney(tx, found)
    await (wish.outcome === 'done'
      ? finishAsDone(tx, actor, found, { problem })
      : finishAsFailed(tx, actor, found, problem))
    await audit(tx, actor, found, 'refund.resolve')
    return ok(null)
  })
}

/** The money went out: books it and closes the refund. */
export async function finishAsDone(
  tx: Transaction,
  actor: Parameters<typeof moveRefund>[1],
  found: Refund,
  changes: { gatewayRefundId?: string | null; problem?: string },
): Promise<void> {
  const doneEntryId =
    found.attemptId === null
      ? await bookPaidByBank(tx, actor, found, await accountOfOrder(tx, found.id))
      : await bookPaidByGateway(tx, actor, found, await gatewayOf(tx, found.attemptId))
  await moveRefund(tx, actor, found, 'done', { ...changes, doneEntryId })
  await enqueue(tx, 'refund-done', { refundId: found.id })
}

async function gatewayOf(tx: Transaction, attemptId: string): Promise<string> {
  const [attempt] = await tx
    .select({ gateway: paymentAttempt.gateway })
    .from(paymentAttempt)
    .where(eq(paymentAttempt.id, attemptId))
  if (!attempt) throw new Error('The refund has no payment.')
  return attempt.gateway
}

/** The city's account of the order that sends the refund. */
async function accountOfOrder(tx: Transaction, refundId: string): Promise<string> {
  const [order] = await tx
    .select({ bankAccount: refundOrder.bankAccount })
    .from(refundOrderItem)
    .innerJoin(refundOrder, eq(refundOrder.id, refundOrderItem.orderId))
    .where(and(eq(refundOrderItem.refundId, refundId), isNull(refundOrder.cancelledAt)))
  if (!order) throw new Error('No order sends the refund.')
  return order.bankAccount
}

/** The money did not go out: the credit returns to the personal account by a reversing entry. */
export async function finishAsFailed(
  tx: Transaction,
  actor: Parameters<typeof moveRefund>[1],
  found: Refund,
  problem: string,
): Promise<void> {
  await lockAccounts(tx, [found.accountId])
  const reversalEntryId = await bookFailure(tx, actor, found)
  await moveRefund(tx, actor, found, 'failed', { reversalEntryId, problem })
}

/** The attempt first, then the account: the order in which a payment being settled locks them. */
async function lockMoney(tx: Transaction, { attemptId, accountId }: Pick<Refund, 'attemptId' | 'accountId'>) {
  if (attemptId) {
    await tx
      .select({ id: paymentAttempt.id })
      .from(paymentAttempt)
      .where(eq(paymentAttempt.id, attemptId))
      .for('update')
  }
  await lockAccounts(tx, [accountId])
}

/** The act's row in the audit, under the payer whose account it is. */
export async function audit(
  tx: Transaction,
  actor: Parameters<typeof moveRefund>[1],
  about: Refund,
  action: `refund.${string}`,
): Promise<void> {
  const [owner] = await tx
    .select({ payerId: account.payerId })
    .from(account)
    .where(eq(account.id, about.accountId))
  await appendAudit(tx, actor, {
    action,
    subjectKind: 'refund',
    subjectId: about.id,
    payerId: owner?.payerId ?? null,
    details: { amountHal: String(about.amountHal), ground: about.ground, way: about.way },
  })
}
