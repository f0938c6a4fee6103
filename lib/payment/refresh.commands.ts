import { createHash } from 'node:crypto'
import { and, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { gatewayEvent, paymentAttempt } from '#db/schema/payment'
import type { Actor } from '#lib/actor/actor'
import { instantAt, now } from '#lib/core/clock'
import { log } from '#lib/core/log'
import type { PaymentGateway, StatusAnswer } from '#lib/gateway/contract'
import { findGateway } from '#lib/gateway/registry'
import type { AttemptState } from './edges.rules.ts'
import { moveAttempt } from './move.commands.ts'
import {
  disagreements,
  secondsAfterSilence,
  secondsToNextCheck,
  secondsWhileBehind,
  stateAfter,
} from './rules.ts'
import { settle } from './settle.commands.ts'

type Attempt = typeof paymentAttempt.$inferSelect

/** A payment nobody can ask about (its create call was never answered) is given up after this long. */
const traceLifetimeMs = 8 * 24 * 3600 * 1000

/**
 * The one way an attempt learns anything: asks its gateway, compares, settles once. Push, return page, second
 * click and poller all come here; any number of calls at once settle once. Returns the state it stands in.
 */
export async function refreshPayment(actor: Actor, attemptId: string): Promise<AttemptState | null> {
  const [attempt] = await database()
    .select({
      id: paymentAttempt.id,
      state: paymentAttempt.state,
      gateway: paymentAttempt.gateway,
      reference: paymentAttempt.reference,
      gatewayPaymentId: paymentAttempt.gatewayPaymentId,
    })
    .from(paymentAttempt)
    .where(eq(paymentAttempt.id, attemptId))
  if (!attempt || attempt.state === 'paid') return attempt?.state ?? null
  const gateway = findGateway(attempt.gateway)
  if (!gateway) return attempt.state
  const askedId = attempt.gatewayPaymentId ?? (await hintedPaymentId(attempt))
  if (!askedId) return database().transaction((tx) => giveUpWithoutTrace(tx, actor, attempt))
  const answer = await gateway.status(askedId)
  return database().transaction((tx) => applyAnswer(tx, actor, gateway, attempt, askedId, answer))
}

/** The id an authentic notification told us before our own create call was answered. */
async function hintedPaymentId(attempt: Pick<Attempt, 'id'>): Promise<string | null> {
  const [hint] = await database()
    .select({ id: gatewayEvent.gatewayPaymentId })
    .from(gatewayEvent)
    .where(
      and(
        eq(gatewayEvent.attemptId, attempt.id),
        eq(gatewayEvent.kind, 'notification'),
        isNotNull(gatewayEvent.gatewayPaymentId),
      ),
    )
    .orderBy(sql`${gatewayEvent.id} desc`)
    .limit(1)
  return hint?.id ?? null
}

async function giveUpWithoutTrace(
  tx: Transaction,
  actor: Actor,
  known: Pick<Attempt, 'id'>,
): Promise<AttemptState> {
  const attempt = await lock(tx, known.id)
  const ageMs = now().getTime() - attempt.createdAt.getTime()
  if (attempt.state === 'prepared' && ageMs > 120_000) {
    await moveAttempt(tx, actor, attempt, 'unknown', { problem: 'interrupted before the answer' })
    return 'unknown'
  }
  if (attempt.state === 'unknown' && ageMs > traceLifetimeMs) {
    await moveAttempt(tx, actor, attempt, 'expired', { nextCheckAt: null })
    return 'expired'
  }
  if (attempt.nextCheckAt) await plan(tx, attempt, 'ladder')
  return attempt.state
}

async function lock(tx: Transaction, attemptId: string): Promise<Attempt> {
  const [attempt] = await tx
    .select()
    .from(paymentAttempt)
    .where(eq(paymentAttempt.id, attemptId))
    .for('update')
  if (!attempt) throw new Error('The attempt is gone.')
  return attempt
}

async function applyAnswer(
  tx: Transaction,
  actor: Actor,
  gateway: PaymentGateway,
  known: Pick<Attempt, 'id' | 'gateway' | 'reference'>,
  askedId: string,
  answer: StatusAnswer,
): Promise<AttemptState> {
  const attemptId = known.id
  // Two statements one after the other, sent together: what was answered is kept whatever has become of it.
  const [attempt] = await Promise.all([lock(tx, attemptId), keep(tx, known, askedId, answer)])
  if (attempt.state === 'paid') return 'paid'
  if (answer.kind !== 'known') {
    await plan(tx, attempt, 'silence', answer.reason)
    return attempt.state
  }
  const { payment } = answer
  const isHintOnly = attempt.gatewayPaymentId === null
  const faults = disagreements(attempt, payment, gateway)
  if (isHintOnly && faults.includes('reference')) {
    log.warn({ attemptId }, 'a notification pointed at a payment that is not ours')
    return attempt.state
  }
  const to = stateAfter(attempt.state, payment, faults)
  if (to === 'paid') {
    await settle(tx, actor, gateway, attempt, payment)
    return 'paid'
  }
  const learned = { gatewayPaymentId: payment.gatewayPaymentId, method: payment.method, way: payment.way }
  if (payment.state === 'cancelled') {
    // What looked like an order was none; a later payment counts by its own day. A pending one may be a bank
    // order on its way, so its evidence stays.
    await tx.update(paymentAttempt).set({ firstEvidenceAt: null }).where(eq(paymentAttempt.id, attempt.id))
  }
  if (to === null || (to === 'waiting' && (await hasPayableSibling(tx, attempt)))) {
    if (attempt.nextCheckAt) await plan(tx, attempt, payment.state === 'pending' ? 'delay' : 'ladder')
    return attempt.state
  }
  if (to === 'disputed') {
    log.error({ attemptId, faults }, 'the gateway tells something else than was agreed')
    await moveAttempt(tx, actor, attempt, to, {
      ...(isHintOnly ? learned : {}),
      problem: `disagrees: ${faults.join(', ') || payment.state}`,
    })
    await plan(tx, attempt, 'ladder')
    return to
  }
  await moveAttempt(tx, actor, attempt, to, {
    ...learned,
    ...(to === 'cancelled' ? { nextCheckAt: null } : {}),
  })
  return to
}

/** Whether the payer already goes on in a newer attempt; nobody holds the address of this one. */
async function hasPayableSibling(tx: Transaction, attempt: Attempt): Promise<boolean> {
  const siblings = await tx
    .select({ id: paymentAttempt.id })
    .from(paymentAttempt)
    .where(
      and(
        eq(paymentAttempt.orderId, attempt.orderId),
        ne(paymentAttempt.id, attempt.id),
        inArray(paymentAttempt.state, ['prepared', 'waiting']),
      ),
    )
  return siblings.length > 0
}

/** Keeps the gateway's answer for the payment's history; the same answer again is only counted. */
async function keep(
  tx: Transaction,
  attempt: Pick<Attempt, 'id' | 'gateway' | 'reference'>,
  askedId: string,
  answer: StatusAnswer,
) {
  const mark = createHash('sha256').update(answer.exchange).digest('hex').slice(0, 24)
  await tx.execute(sql`
    insert into gateway_event (gateway, kind, attempt_id, gateway_payment_id, reference, fingerprint, body)
    values (${attempt.gateway}, 'status', ${attempt.id}, ${askedId}, ${attempt.reference},
            ${`${attempt.gateway}:status:${attempt.id}:${mark}`}, ${answer.exchange})
    on conflict (fingerprint) do update set times = gateway_event.times + 1, last_at = now()`)
}

async function plan(tx: Transaction, attempt: Attempt, by: 'ladder' | 'silence' | 'delay', problem?: string) {
  const atMs = now().getTime()
  const ladder = secondsToNextCheck(atMs - attempt.createdAt.getTime())
  const evidenceAgeMs = attempt.firstEvidenceAt ? atMs - attempt.firstEvidenceAt.getTime() : null
  let seconds = ladder
  if (evidenceAgeMs !== null && by === 'silence') seconds = secondsAfterSilence(evidenceAgeMs)
  if (evidenceAgeMs !== null && by === 'delay') seconds = secondsWhileBehind(evidenceAgeMs, ladder)
  await tx
    .update(paymentAttempt)
    .set({
      checks: attempt.checks + 1,
      nextCheckAt: seconds === null ? null : instantAt(atMs + seconds * 1000),
      ...(problem ? { problem } : {}),
    })
    .where(eq(paymentAttempt.id, attempt.id))
}

/** Before an outcome is shown: asks about its undecided attempts that somebody may have paid. */
export async function refreshIfUndecided(
  actor: Actor,
  attempts: readonly { attemptId: string; state: AttemptState }[],
): Promise<boolean> {
  const undecided = attempts.filter(
    ({ state }) => state === 'waiting' || state === 'disputed' || state === 'left',
  )
  const states = await Promise.all(
    undecided.map(({ attemptId }) =>
      refreshPayment(actor, attemptId).catch((error) => {
        log.error(error, 'a payment could not be refreshed before its page')
        return null
      }),
    ),
  )
  return states.some((state, index) => state !== null && state !== undecided[index]?.state)
}
