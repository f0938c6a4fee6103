import { and, count, eq, gt, inArray } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { paymentAttempt, paymentOrder, paymentOrderItem } from '#db/schema/payment'
import type { Citizen } from '#lib/actor/actor'
import { readClaims } from '#lib/assessment/claims.queries'
import { type ClaimView, isPayable, remainingHal } from '#lib/assessment/rules'
import { appendAudit } from '#lib/audit/append.commands'
import { instantAt, now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { newOrderId } from '#lib/core/ids'
import { fail, ok, type Result } from '#lib/core/result'
import type { PaymentGateway } from '#lib/gateway/contract'
import { moveAttempt } from '../move.commands.ts'
import { attemptLifetimeMinutes, secondsToNextCheck, selectionKey } from '../rules.ts'
import type { StartPayment } from './input.ts'
import { assessmentsBeingPaid } from './orders.queries.ts'
import type { StartRefusal } from './refusals.ts'

type Attempt = typeof paymentAttempt.$inferSelect
type Prepared = { kind: 'new' | 'continued'; order: typeof paymentOrder.$inferSelect; attempt: Attempt }

class Refused extends Error {
  readonly refusal: StartRefusal
  constructor(refusal: StartRefusal) {
    super(refusal)
    this.refusal = refusal
  }
}

/** One transaction that leaves nothing behind when it refuses. */
export async function prepareOrNothing(
  actor: Citizen,
  input: StartPayment,
  gateway: PaymentGateway,
): Promise<Result<Prepared, StartRefusal>> {
  try {
    return await database().transaction(async (tx) => {
      const prepared = await prepare(tx, actor, input, gateway)
      if (!prepared.ok) throw new Refused(prepared.error)
      return prepared
    })
  } catch (error) {
    if (error instanceof Refused) return fail(error.refusal)
    throw error
  }
}

/** What is paid is what remains on the claims: nothing is added for paying by card (§ 254 of act 370/2017). */
async function prepare(
  tx: Transaction,
  actor: Citizen,
  input: StartPayment,
  gateway: PaymentGateway,
): Promise<Result<Prepared, StartRefusal>> {
  const key = selectionKey(input.assessmentIds)
  const beingPaid = await assessmentsBeingPaid(actor, tx)
  if (input.assessmentIds.some((id) => beingPaid.has(id))) return fail('verifying')
  const taken = await takeOrder(tx, actor, input, key)
  if (!taken) return fail('already_paid')
  // Read only after the order is ours: a payment settled in the meantime is seen.
  const claims = await readClaims(actor, { assessmentIds: input.assessmentIds, tx })
  if (claims.length !== new Set(input.assessmentIds).size) return fail('not_found')
  const today = pragueDate(now())
  const payable = claims.filter((claim) => isPayable(claim, today))
  if (payable.every((claim) => remainingHal(claim) === 0n)) return fail('already_paid')
  const amountHal = payable.reduce((sumHal, claim) => sumHal + remainingHal(claim), 0n)
  if (amountHal !== input.seenAmountHal || payable.length !== claims.length) return fail('amount_changed')

  const { order, isNew } = taken
  const attempts = await tx
    .select()
    .from(paymentAttempt)
    .where(
      and(
        eq(paymentAttempt.orderId, order.id),
        inArray(paymentAttempt.state, ['prepared', 'waiting', 'disputed']),
      ),
    )
  if (attempts.some((attempt) => attempt.state === 'disputed')) return fail('verifying')
  const [current] = attempts
  if (!isNew && !(await hasSameShares(tx, order, payable))) {
    if (current) return fail('verifying')
    await tx.update(paymentOrder).set({ status: 'closed' }).where(eq(paymentOrder.id, order.id))
    return prepare(tx, actor, { ...input, orderId: newOrderId() }, gateway)
  }
  if (current && !mustLeave(current, gateway)) return ok({ kind: 'continued', order, attempt: current })
  // Before a new one, for an order has one attempt that may be gone on with. Whoever pays this one too pays twice by
  // their own hand, and the money is booked.
  if (current) await moveAttempt(tx, actor, current, 'left')
  if (await startedTooOften(tx, actor)) return fail('gateway_unavailable')

  if (isNew) {
    await tx.insert(paymentOrderItem).values(
      payable.map((claim) => ({
        orderId: order.id,
        assessmentId: claim.assessmentId,
        payerId: claim.payerId,
        accountId: claim.accountId,
        amountHal: remainingHal(claim),
      })),
    )
  }
  const at = now().getTime()
  const [attempt] = await tx
    .insert(paymentAttempt)
    .values({
      orderId: order.id,
      gateway: gateway.name,
      amountHal,
      isTest: gateway.isTest,
      createdAt: instantAt(at),
      expiresAt: instantAt(at + attemptLifetimeMinutes * 60_000),
      nextCheckAt: instantAt(at + (secondsToNextCheck(0) ?? 0) * 1000),
    })
    .returning()
  if (!attempt) throw new Error('The attempt was not stored.')
  await appendAudit(tx, actor, {
    action: 'payment.start',
    subjectKind: 'payment_attempt',
    subjectId: attempt.id,
    payerId: actor.payerId,
    details: { amountHal: String(amountHal), claims: claims.length },
  })
  return ok({ kind: 'new', order, attempt })
}

/**
 * Makes the form's order, or takes the person's open order for the same set and locks it. A receipt address typed
 * anew replaces the old one. Null where the number is used up: by a finished order, or by somebody else's.
 */
async function takeOrder(tx: Transaction, actor: Citizen, input: StartPayment, key: string) {
  const [made] = await tx
    .insert(paymentOrder)
    .values({
      id: input.orderId,
      identityId: actor.identityId,
      selectionKey: key,
      amountHal: input.seenAmountHal,
      receiptEmail: input.receiptEmail,
    })
    .onConflictDoNothing()
    .returning()
  if (made) return { order: made, isNew: true }
  const [open] = await tx
    .select()
    .from(paymentOrder)
    .where(
      and(
        eq(paymentOrder.identityId, actor.identityId),
        eq(paymentOrder.selectionKey, key),
        eq(paymentOrder.status, 'open'),
      ),
    )
    .for('update')
  if (!open) return null
  if (open.receiptEmail !== input.receiptEmail) {
    await tx
      .update(paymentOrder)
      .set({ receiptEmail: input.receiptEmail })
      .where(eq(paymentOrder.id, open.id))
  }
  return { order: { ...open, receiptEmail: input.receiptEmail }, isNew: false }
}

/** Whether an order still asks exactly what remains on each claim; a correction may have moved the shares. */
async function hasSameShares(
  tx: Transaction,
  order: typeof paymentOrder.$inferSelect,
  payable: readonly ClaimView[],
): Promise<boolean> {
  const items = await tx.select().from(paymentOrderItem).where(eq(paymentOrderItem.orderId, order.id))
  const agreed = new Map(items.map((item) => [item.assessmentId, item.amountHal]))
  return (
    agreed.size === payable.length &&
    payable.every((claim) => agreed.get(claim.assessmentId) === remainingHal(claim))
  )
}

/** A person pays a few times an hour; more would only use the gateway to no purpose. */
const attemptsAnHour = 30

async function startedTooOften(tx: Transaction, actor: Citizen): Promise<boolean> {
  const [row] = await tx
    .select({ count: count() })
    .from(paymentAttempt)
    .innerJoin(paymentOrder, eq(paymentOrder.id, paymentAttempt.orderId))
    .where(
      and(
        eq(paymentOrder.identityId, actor.identityId),
        gt(paymentAttempt.createdAt, instantAt(now().getTime() - 3_600_000)),
      ),
    )
  return (row?.count ?? 0) >= attemptsAnHour
}

/** A click so soon after the first one is its twin: the page of the first was never opened. */
const secondClickMs = 5_000

/**
 * Whether a payment nobody gave an order for cannot go on where it began: its page opens once only, or the city now
 * sends people to another gateway.
 */
function mustLeave(attempt: Attempt, gateway: PaymentGateway): boolean {
  if (attempt.state !== 'waiting' || attempt.firstEvidenceAt !== null) return false
  const isOpenedYet = now().getTime() - attempt.createdAt.getTime() > secondClickMs
  return attempt.gateway !== gateway.name || (!gateway.reopens && isOpenedYet)
}
