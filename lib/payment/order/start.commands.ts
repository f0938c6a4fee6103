import { and, eq, inArray } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { gatewayEvent, paymentAttempt, paymentOrder } from '#db/schema/payment'
import type { Citizen } from '#lib/actor/actor'
import { readClaims } from '#lib/assessment/claims.queries'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { env } from '#lib/core/env'
import { fail, ok, type Result } from '#lib/core/result'
import type { CreateAnswer, PaymentGateway } from '#lib/gateway/contract'
import { brokenGateways } from '#lib/gateway/health/broken.queries'
import { cardGatewayFor, findGateway } from '#lib/gateway/registry'
import { moveAttempt } from '../move.commands.ts'
import { refreshPayment } from '../refresh.commands.ts'
import { attemptLifetimeMinutes, bankButtonsAllowed, selectionKey } from '../rules.ts'
import type { StartPayment } from './input.ts'
import { redirectOf } from './orders.queries.ts'
import { prepareOrNothing } from './prepare.commands.ts'
import type { StartRefusal } from './refusals.ts'

export interface StartedPayment {
  orderId: string
  attemptId: string
  redirectUrl: string
}

type Attempt = typeof paymentAttempt.$inferSelect

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
