import { and, eq, sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { paymentAttempt } from '#db/schema/payment'
import { refund } from '#db/schema/refund'
import type { Job } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { log } from '#lib/core/log'
import type { PaymentGateway, RefundAnswer } from '#lib/gateway/contract'
import { findGateway } from '#lib/gateway/registry'
import { auditRefund } from './audit.commands.ts'
import type { RefundState } from './edges.rules.ts'
import { finishAsDone, finishAsFailed } from './finish.commands.ts'
import { lockMoney } from './lock-money.commands.ts'
import { lookAgain } from './look-again.commands.ts'
import { lockRefund, moveRefund, type Refund } from './move.commands.ts'

type Attempt = typeof paymentAttempt.$inferSelect

/** After this long a sending that left no outcome is known to have been interrupted. */
const interruptedAfterMs = 5 * 60_000

/**
 * Sends an approved refund through the gateway of its payment, once: claims it, calls outside any transaction, then
 * writes what the gateway said. Whoever finds it claimed does not call; an unanswered or interrupted call leaves it
 * held as unknown. Returns the state it stands in.
 */
export async function sendRefund(actor: Job, refundId: string): Promise<RefundState | null> {
  if (await mustStillWait(refundId)) return 'approved'
  const claimed = await database().transaction((tx) => claim(tx, actor, refundId))
  if (!claimed || !('attempt' in claimed)) return claimed?.state ?? null
  if (claimed.kind === 'follow') return follow(actor, claimed)
  const { attempt, send, gatewayPaymentId, found } = claimed
  const answer = await send({
    gatewayPaymentId,
    reference: found.reference,
    amountHal: found.amountHal,
    paidHal: attempt.amountHal,
  })
  const state = await database().transaction((tx) => applyAnswer(tx, actor, attempt, refundId, answer))
  // Taken over is not yet finished where the gateway tells the two apart.
  return state === 'sent' ? sendRefund(actor, refundId) : state
}

/** Whether the gateway gives so much back only later: then nothing is claimed, and the next round asks again. */
async function mustStillWait(refundId: string): Promise<boolean> {
  const [row] = await database()
    .select({ found: refund, attempt: paymentAttempt })
    .from(refund)
    .innerJoin(paymentAttempt, eq(paymentAttempt.id, refund.attemptId))
    .where(and(eq(refund.id, refundId), eq(refund.state, 'approved')))
  const gateway = row ? findGateway(row.attempt.gateway) : null
  if (!row?.attempt.gatewayPaymentId || !gateway?.canRefundYet) return false
  return !(await gateway.canRefundYet({
    gatewayPaymentId: row.attempt.gatewayPaymentId,
    reference: row.found.reference,
    amountHal: row.found.amountHal,
    paidHal: row.attempt.amountHal,
  }))
}

interface Claimed {
  found: Refund
  attempt: Attempt
  gatewayPaymentId: string
}

type Claim = Claimed &
  (
    | { kind: 'send'; send: NonNullable<PaymentGateway['refund']> }
    /** Sent before, at a gateway that tells how a refund stands. */
    | { kind: 'follow'; ask: NonNullable<PaymentGateway['refundOutcome']> }
  )

async function claim(
  tx: Transaction,
  actor: Job,
  refundId: string,
): Promise<Claim | { state: RefundState } | null> {
  const found = await lockRefund(tx, refundId)
  if (!found) return null
  const isOut = found.state === 'sent' || found.state === 'unknown'
  if (isOut) {
    const followed = await followable(tx, found)
    if (followed) return followed
    return { state: found.state === 'sent' ? await holdInterrupted(tx, actor, found) : found.state }
  }
  if (found.state !== 'approved' || !found.attemptId) return { state: found.state }
  await lockMoney(tx, found)
  const look = await lookAgain(tx, actor, found)
  if (look !== 'may_go') return { state: look === 'waits' ? 'approved' : 'proposed' }
  const [attempt] = await tx.select().from(paymentAttempt).where(eq(paymentAttempt.id, found.attemptId))
  const gateway = attempt ? findGateway(attempt.gateway) : null
  if (!attempt?.gatewayPaymentId || !gateway) {
    log.error({ refundId }, 'an approved refund has no gateway that would send it')
    return { state: 'approved' }
  }
  const { refund: send } = gateway
  if (!send || gateway.isTest !== attempt.isTest) {
    await finishAsFailed(tx, actor, found, 'the gateway cannot give this payment back')
    await auditRefund(tx, actor, found, 'refund.fail')
    return { state: 'failed' }
  }
  await moveRefund(tx, actor, found, 'sent', { sentAt: now() })
  await auditRefund(tx, actor, found, 'refund.send')
  return { kind: 'send', found, attempt, gatewayPaymentId: attempt.gatewayPaymentId, send }
}

/** What is needed to ask the gateway how a refund stands, or null where it cannot be asked. */
async function followable(tx: Transaction, found: Refund): Promise<Claim | null> {
  if (!found.attemptId) return null
  const [attempt] = await tx.select().from(paymentAttempt).where(eq(paymentAttempt.id, found.attemptId))
  const ask = attempt ? findGateway(attempt.gateway)?.refundOutcome : undefined
  if (!attempt?.gatewayPaymentId || !ask) return null
  const claimed = { kind: 'follow', found, attempt, gatewayPaymentId: attempt.gatewayPaymentId, ask } as const
  if (found.acceptedAt) return claimed
  // The gateway knows no number of ours: of two equal refunds nobody could say which one it tells of.
  const [equal] = await tx.execute(sql`
    select 1 from refund where attempt_id = ${found.attemptId} and amount_hal = ${found.amountHal}
       and sent_at is not null and id <> ${found.id} limit 1`)
  return equal ? null : claimed
}

/** Asks how a refund stands that was sent, and writes down its end; while it runs or nobody tells, nothing changes. */
async function follow(actor: Job, claimed: Claim & { kind: 'follow' }): Promise<RefundState | null> {
  const { found: asked, attempt, gatewayPaymentId, ask } = claimed
  const answer = await ask({
    gatewayPaymentId,
    reference: asked.reference,
    amountHal: asked.amountHal,
    paidHal: attempt.amountHal,
    isAccepted: asked.acceptedAt !== null,
  })
  return database().transaction(async (tx) => {
    const found = await lockRefund(tx, asked.id)
    if (found?.state !== 'sent' && found?.state !== 'unknown') return found?.state ?? null
    // Where the gateway cannot tell more, what it took over counts as done.
    if (answer.kind === 'finished' || (answer.kind === 'untold' && found.acceptedAt)) {
      await finishAsDone(tx, actor, found, {})
      await auditRefund(tx, actor, found, 'refund.finish')
      return 'done'
    }
    if (answer.kind === 'failed') {
      await finishAsFailed(tx, actor, found, 'the gateway says that it failed')
      await auditRefund(tx, actor, found, 'refund.fail')
      return 'failed'
    }
    if (answer.kind === 'running' || found.state === 'unknown') return found.state
    return holdInterrupted(tx, actor, found)
  })
}

/**
 * Somebody claimed it. A call cannot last so long, so whoever it was is gone and nobody knows how it ended; what the
 * gateway took over is no such case, it stays on its way.
 */
async function holdInterrupted(tx: Transaction, actor: Job, found: Refund): Promise<RefundState> {
  if (found.acceptedAt) return 'sent'
  if (now().getTime() - (found.sentAt?.getTime() ?? 0) < interruptedAfterMs) return 'sent'
  await moveRefund(tx, actor, found, 'unknown', { problem: 'interrupted before the answer' })
  await auditRefund(tx, actor, found, 'refund.hold')
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
  if (answer.kind === 'accepted' && findGateway(attempt.gateway)?.refundOutcome) {
    const { gatewayRefundId } = answer
    await tx.update(refund).set({ acceptedAt: now(), gatewayRefundId }).where(eq(refund.id, found.id))
    return found.state
  }
  if (answer.kind === 'accepted') {
    await finishAsDone(tx, actor, found, { gatewayRefundId: answer.gatewayRefundId })
    await auditRefund(tx, actor, found, 'refund.finish')
    return 'done'
  }
  if (answer.kind === 'refused') {
    await finishAsFailed(tx, actor, found, answer.reason)
    await auditRefund(tx, actor, found, 'refund.fail')
    return 'failed'
  }
  if (found.state === 'sent') {
    log.error({ refundId, reason: answer.reason }, 'nobody knows whether a refund went out; it is held')
    await moveRefund(tx, actor, found, 'unknown', { problem: answer.reason })
    await auditRefund(tx, actor, found, 'refund.hold')
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
