import { and, count, eq, gt, inArray } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { gatewayEvent, paymentAttempt, paymentOrder, paymentOrderItem } from '#db/schema/payment'
import type { Citizen } from '#lib/actor/actor'
import { readClaims } from '#lib/assessment/claims.queries'
import { type ClaimView, isPayable, remainingHal } from '#lib/assessment/rules'
import { appendAudit } from '#lib/audit/append.commands'
import { citySettings } from '#lib/city/settings.queries'
import { instantAt, now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { env } from '#lib/core/env'
import { newOrderId } from '#lib/core/ids'
import { fail, ok, type Result } from '#lib/core/result'
import type { CreateAnswer, PaymentGateway } from '#lib/gateway/contract'
import { brokenGateways } from '#lib/gateway/health/broken.queries'
import { cardGatewayFor, findGateway } from '#lib/gateway/registry'
import { moveAttempt } from '../move.commands.ts'
import { refreshPayment } from '../refresh.commands.ts'
import { attemptLifetimeMinutes, bankButtonsAllowed, secondsToNextCheck, selectionKey } from '../rules.ts'
import type { StartPayment } from './input.ts'
import { assessmentsBeingPaid, redirectOf } from './orders.queries.ts'

export type StartRefusal =
  | 'not_found'
  | 'already_paid'
  | 'amount_changed'
  /** A payment of the same things may be on its way; paying again is never offered over it. */
  | 'verifying'
  | 'gateway_unavailable'

export interface StartedPayment {
  orderId: string
  attemptId: string
  redirectUrl: string
}

type Attempt = typeof paymentAttempt.$inferSelect
type Prepared = { kind: 'new' | 'continued'; order: typeof paymentOrder.$inferSelect; attempt: Attempt }

/**
 * Starts paying the chosen assessments by card. The amount, the payers and the shares come from the journal;
 * the form's order id makes a repeated click continue the same order. The gateway is called between two
 * transactions; its silence leaves the attempt `unknown`, never failed, and never repeated by itself.
 */
export async function startPayment(
  actor: Citizen,
  input: StartPayment,
): Promise<Result<StartedPayment, StartRefusal>> {
  const settings = await citySettings()
  const claims = await readClaims(actor, { assessmentIds: input.assessmentIds })
  const { gateway } = cardGatewayFor(
    settings.cardGateways,
    claims.map((claim) => claim.feeKindCode),
    await brokenGateways(),
  )
  if (!gateway) return fail('gateway_unavailable')
  await refreshEarlier(actor, input)
  const prepared = await prepareOrNothing(actor, input, gateway)
  if (!prepared.ok) return prepared
  const { order, attempt, kind } = prepared.value
  if (kind === 'continued') return continueAttempt(order.id, attempt)

  const answer = await gateway.create({
    reference: attempt.reference,
    amountHal: attempt.amountHal,
    label: settings.gatewayLabel,
    contactEmail: settings.email,
    returnUrls: returnUrls(gateway, attempt.id),
    expiresInMinutes: attemptLifetimeMinutes,
    allowBankButtons: bankButtonsAllowed(
      claims.map((claim) => claim.lastDay),
      pragueDate(now()),
      settings.hideBankButtonsWorkingDays,
    ),
  })
  const stored = await database().transaction((tx) => storeAnswer(tx, actor, attempt, answer))
  return stored
    ? ok({ orderId: order.id, attemptId: attempt.id, redirectUrl: stored })
    : fail('gateway_unavailable')
}

/** Where the payer comes back to, by the gateway's opinion; the number is ours, unguessable, and proves nothing. */
function returnUrls(gateway: PaymentGateway, attemptId: string) {
  const url = (outcome: string) =>
    `${env().PORTAL_URL}/api/gateways/${gateway.name}/return?platba=${attemptId}&vysledek=${outcome}`
  return { paid: url('paid'), cancelled: url('cancelled'), pending: url('pending') }
}

/** Asks about earlier attempts of the same selection, so that nothing new is begun over money already paid. */
async function refreshEarlier(actor: Citizen, input: StartPayment): Promise<void> {
  const old = await database()
    .select({ id: paymentAttempt.id })
    .from(paymentAttempt)
    .innerJoin(paymentOrder, eq(paymentOrder.id, paymentAttempt.orderId))
    .where(
      and(
        eq(paymentOrder.identityId, actor.identityId),
        eq(paymentOrder.selectionKey, selectionKey(input.assessmentIds)),
        inArray(paymentAttempt.state, ['prepared', 'waiting']),
      ),
    )
  for (const attempt of old) await refreshPayment(actor, attempt.id)
}

class Refused extends Error {
  readonly refusal: StartRefusal
  constructor(refusal: StartRefusal) {
    super(refusal)
    this.refusal = refusal
  }
}

/** One transaction that leaves nothing behind when it refuses. */
async function prepareOrNothing(
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

/** Keeps what the gateway answered; returns where to send the payer, or null. */
async function storeAnswer(
  tx: Transaction,
  actor: Citizen,
  prepared: Attempt,
  answer: CreateAnswer,
): Promise<string | null> {
  await tx.insert(gatewayEvent).values({
    gateway: prepared.gateway,
    kind: 'create',
    attemptId: prepared.id,
    gatewayPaymentId: answer.kind === 'created' ? answer.gatewayPaymentId : null,
    reference: prepared.reference,
    fingerprint: `${prepared.gateway}:create:${prepared.reference}`,
    body: answer.exchange,
  })
  const [attempt] = await tx
    .select()
    .from(paymentAttempt)
    .where(eq(paymentAttempt.id, prepared.id))
    .for('update')
  if (!attempt) throw new Error('The attempt is gone.')
  if (answer.kind === 'created') {
    const found = { gatewayPaymentId: answer.gatewayPaymentId, redirectUrl: answer.redirectUrl }
    if (attempt.state === 'prepared') await moveAttempt(tx, actor, attempt, 'waiting', found)
    else await tx.update(paymentAttempt).set(found).where(eq(paymentAttempt.id, attempt.id))
    return answer.redirectUrl
  }
  if (attempt.state === 'prepared') {
    const to = answer.kind === 'refused' ? 'refused' : 'unknown'
    await moveAttempt(tx, actor, attempt, to, {
      problem: answer.reason,
      ...(to === 'refused' ? { nextCheckAt: null } : {}),
    })
  }
  return null
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

/** A second click: the same payment goes on; where the first click is still asking, wait for its answer. */
async function continueAttempt(
  orderId: string,
  attempt: Attempt,
): Promise<Result<StartedPayment, StartRefusal>> {
  const gateway = findGateway(attempt.gateway)
  const until = attempt.createdAt.getTime() + (gateway?.timeoutMs ?? 0) + 2000
  let current: Attempt | undefined = attempt
  while (current?.state === 'prepared' && now().getTime() < until) {
    await new Promise((resolve) => setTimeout(resolve, 150))
    ;[current] = await database().select().from(paymentAttempt).where(eq(paymentAttempt.id, attempt.id))
  }
  if (current?.state === 'refused' || current?.state === 'unknown') return fail('gateway_unavailable')
  if (current?.state === 'paid') return fail('already_paid')
  if (!current?.redirectUrl || current.state !== 'waiting') return fail('verifying')
  const redirectUrl = redirectOf(current) ?? current.redirectUrl
  return ok({ orderId, attemptId: attempt.id, redirectUrl })
}
