import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { paymentAttempt } from '#db/schema/payment'
import { refund } from '#db/schema/refund'
import type { Job } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { log } from '#lib/core/log'
import type { PaymentGateway, RefundAnswer } from '#lib/gateway/contract'
import { findGateway } from '#lib/gateway/registry'
import { audit, finishAsDone, finishAsFailed } from '../commands.ts'
import type { RefundState } from '../edges.ts'
import { lockRefund, moveRefund, type Refund } from '../move.ts'
import { readRefundFacts } from '../queries.ts'
import { tendWaiting } from '../waiting/commands.ts'

type Attempt = typeof paymentAttempt.$inferSelect

/** After this long a sending that left no outcome is known to have been interrupted. */
const interruptedAfterMs = 5 * 60_000

/**
 * Sends an approved refund through the gateway of its payment, once: claims it, calls outside any transaction, then
 * writes what the gateway said. Whoever finds it claimed does not call; an unanswered or interrupted call leaves it
 * held as unknown. Returns the state it stands in.
 */
export async function sendRefund(actor: Job, refundId: string): Promise<RefundState | null> {
  const claimed = await database().transaction((tx) => claim(tx, actor, refundId))
  if (!claimed || !('attempt' in claimed)) return claimed?.state ?? null
  const { attempt, send, gatewayPaymentId, found } = claimed
  const answer = await send({
    gatewayPaymentId,
    reference: found.reference,
    amountHal: found.amountHal,
    paidHal: attempt.amountHal,
  })
  return database().transaction((tx) => applyAnswer(tx, actor, attempt, refundId, answer))
}

interface Claim {
  state: 'sent'
  found: Refund
  attempt: Attempt
  gatewayPaymentId: string
  send: NonNullable<PaymentGateway['refund']>
}

async function claim(
  tx: Transaction,
  actor: Job,
  refundId: string,
): Promise<Claim | { state: RefundState } | null> {
  const found = await lockRefund(tx, refundId)
  if (!found) return null
  if (found.state === 'sent') return { state: await holdInterrupted(tx, actor, found) }
  if (found.state !== 'approved' || !found.attemptId) return { state: found.state }
  const facts = await readRefundFacts(tx, found)
  // Stopped after it was approved: it waits until a clerk decides.
  if (facts?.isStopped) return { state: 'approved' }
  const [attempt] = await tx.select().from(paymentAttempt).where(eq(paymentAttempt.id, found.attemptId))
  const gateway = attempt ? findGateway(attempt.gateway) : null
  if (!attempt?.gatewayPaymentId || !gateway) {
    log.error({ refundId }, 'an approved refund has no gateway that would send it')
    return { state: 'approved' }
  }
  const { refund: send } = gateway
  if (!send || gateway.isTest !== attempt.isTest) {
    await finishAsFailed(tx, actor, found, 'the gateway cannot give this payment back')
    await audit(tx, actor, found, 'refund.fail')
    return { state: 'failed' }
  }
  await moveRefund(tx, actor, found, 'sent', { sentAt: now() })
  await audit(tx, actor, found, 'refund.send')
  return { state: 'sent', found, attempt, gatewayPaymentId: attempt.gatewayPaymentId, send }
}

/** Somebody claimed it. A call cannot last so long, so whoever it was is gone and nobody knows how it ended. */
async function holdInterrupted(tx: Transaction, actor: Job, found: Refund): Promise<RefundState> {
  if (now().getTime() - (found.sentAt?.getTime() ?? 0) < interruptedAfterMs) return 'sent'
  await moveRefund(tx, actor, found, 'unknown', { problem: 'interrupted before the answer' })
  await audit(tx, actor, found, 'refund.hold')
  return 'unknown'
}

async function applyAnswer(
  tx: Transaction,
  actor: Job,
  attempt: Attempt,
  refundId: string,
  answer: RefundAnswer,
): Promise<RefundState> {
  const found = await lockRefund(tx, refundId)
  if (!found) throw new Error('The refund is gone.')
  await keep(tx, attempt, found, answer)
  // The answer may come after the refund was held as interrupted; an officer's word already given stays.
  if (found.state !== 'sent' && found.state !== 'unknown') return found.state
  if (answer.kind === 'accepted') {
    await finishAsDone(tx, actor, found, { gatewayRefundId: answer.gatewayRefundId })
    await audit(tx, actor, found, 'refund.finish')
    return 'done'
  }
  if (answer.kind === 'refused') {
    await finishAsFailed(tx, actor, found, answer.reason)
    await audit(tx, actor, found, 'refund.fail')
    return 'failed'
  }
  if (found.state === 'sent') {
    log.error({ refundId, reason: answer.reason }, 'nobody knows whether a refund went out; it is held')
    await moveRefund(tx, actor, found, 'unknown', { problem: answer.reason })
    await audit(tx, actor, found, 'refund.hold')
  }
  return 'unknown'
}

/** Keeps the gateway's answer for the history of the payment. */
async function keep(tx: Transaction, attempt: Attempt, found: Refund, answer: RefundAnswer) {
  await tx.execute(sql`
    insert into gateway_event (gateway, kind, attempt_id, gateway_payment_id, reference, fingerprint, body)
    values (${attempt.gateway}, 'refund', ${attempt.id}, ${attempt.gatewayPaymentId}, ${found.reference},
            ${`${attempt.gateway}:refund:${found.id}`}, ${answer.exchange})
    on conflict (fingerprint) do update set times = gateway_event.times + 1, last_at = now()`)
}

/**
 * The round over refunds: sends those that a stop or a missing gateway left approved, holds those whose sending was
 * interrupted, and revives or closes the requests that wait.
 */
export async function tendRefunds(actor: Job): Promise<void> {
  await tendWaiting(actor)
  const due = await database()
    .select({ id: refund.id })
    .from(refund)
    .where(and(eq(refund.way, 'gateway'), inArray(refund.state, ['approved', 'sent'])))
    .orderBy(asc(refund.proposedAt))
  for (const { id } of due) {
    await sendRefund(actor, id).catch((error) => log.error(error, 'a refund could not be sent'))
  }
}
