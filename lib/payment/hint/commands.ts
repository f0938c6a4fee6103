import { and, eq, or, sql } from 'drizzle-orm'
import { database } from '#db/client'
import { gatewayEvent, paymentAttempt } from '#db/schema/payment'
import { instantAt, now } from '#lib/core/clock'
import type { Hint, PaymentGateway } from '#lib/gateway/contract'
import { attemptStates, openStates } from '../edges.ts'

export type HintOutcome =
  | { kind: 'known'; attemptId: string }
  /** Nothing of ours has this number; kept as a count, so that a flood stores nothing. */
  | { kind: 'unknown' }
  | { kind: 'forged' }

/** Whoever took the hint asks at once; the poller, which need not be a second one to ask, only after this. */
const pollerWaitsMs = 15_000

/**
 * Stores what came from outside and decides nothing: the attempt is only marked to be asked about soon, so that
 * even a crash before the caller's own asking loses nothing. A repeated message adds to a count.
 */
export async function recordHint(
  gateway: PaymentGateway,
  kind: 'notification' | 'return',
  hint: Hint,
): Promise<HintOutcome> {
  if (!hint.isAuthentic) {
    await count(gateway, kind, 'forged', hint)
    return { kind: 'forged' }
  }
  const attempt = await findAttempt(gateway, kind, hint)
  if (!attempt) {
    await count(gateway, kind, 'unknown', hint)
    return { kind: 'unknown' }
  }
  return store(gateway, kind, attempt, hint)
}

/**
 * Whether a message is a sign that the payer gave the order: anything but the gateway's own "cancelled". A bank
 * order is on its way while the gateway still says "pending", so that counts too.
 */
const isEvidence = (hint: Hint) => !/^cancelled$/i.test(hint.claimedState ?? '')

/** Keeps the message and marks the attempt in one statement, which is its own transaction. */
async function store(
  gateway: PaymentGateway,
  kind: 'notification' | 'return',
  attempt: { id: string; reference: string },
  hint: Hint,
): Promise<HintOutcome> {
  const at = now()
  const evidenceAt = isEvidence(hint) ? at.toISOString() : null
  const nextCheckAt = instantAt(at.getTime() + pollerWaitsMs).toISOString()
  // An ended attempt is reopened by the gateway's own message, never by somebody's browser.
  const untouched =
    kind === 'return' ? attemptStates.filter((state) => !openStates.includes(state)) : ['paid']
  await database().execute(sql`
    with kept as (
      insert into gateway_event (gateway, kind, attempt_id, gateway_payment_id, reference, fingerprint, body)
      values (${gateway.name}, ${kind}, ${attempt.id}, ${hint.gatewayPaymentId}, ${attempt.reference},
              ${fingerprintOf(gateway, kind, attempt.id, hint)}, ${hint.body})
      on conflict (fingerprint) do update set times = gateway_event.times + 1, last_at = now()
    )
    update payment_attempt
       set next_check_at = ${nextCheckAt}::timestamptz,
           first_evidence_at = coalesce(first_evidence_at, ${evidenceAt}::timestamptz)
     where id = ${attempt.id} and state not in ${untouched}`)
  return { kind: 'known', attemptId: attempt.id }
}

/** What makes a message a repeat. Anybody can write a return address, so there nothing but the payment counts. */
function fingerprintOf(gateway: PaymentGateway, kind: string, attemptId: string, hint: Hint): string {
  const mark = `${gateway.name}:${kind}:${attemptId}`
  return kind === 'return' ? mark : `${mark}:${hint.gatewayPaymentId ?? ''}:${hint.claimedState ?? ''}`
}

/** The attempt a return address names by our own id; an altered or foreign one names nothing. */
export async function recordReturn(
  gateway: PaymentGateway,
  attemptId: string | null,
  hint: Hint,
): Promise<HintOutcome> {
  if (!attemptId || !hint.isAuthentic) return recordHint(gateway, 'return', hint)
  const [attempt] = await database()
    .select({ id: paymentAttempt.id, reference: paymentAttempt.reference })
    .from(paymentAttempt)
    .where(and(eq(paymentAttempt.id, attemptId), eq(paymentAttempt.gateway, gateway.name)))
  if (!attempt) return { kind: 'unknown' }
  return store(gateway, 'return', attempt, { ...hint, gatewayPaymentId: null })
}

/**
 * The attempt a message speaks of. Our references follow one another, so a return, which anybody can write, must
 * name the gateway's own number, which nobody can guess.
 */
async function findAttempt(gateway: PaymentGateway, kind: 'notification' | 'return', hint: Hint) {
  const reference = kind === 'notification' ? hint.reference : null
  if (!hint.gatewayPaymentId && !reference) return null
  const [attempt] = await database()
    .select({ id: paymentAttempt.id, reference: paymentAttempt.reference })
    .from(paymentAttempt)
    .where(
      and(
        eq(paymentAttempt.gateway, gateway.name),
        or(
          hint.gatewayPaymentId ? eq(paymentAttempt.gatewayPaymentId, hint.gatewayPaymentId) : undefined,
          reference ? eq(paymentAttempt.reference, reference) : undefined,
        ),
      ),
    )
    .limit(1)
  return attempt ?? null
}

/** One row an hour for messages that belong to nothing of ours; the newest text replaces the older. */
async function count(gateway: PaymentGateway, kind: 'notification' | 'return', what: string, hint: Hint) {
  const hour = now().toISOString().slice(0, 13)
  await database()
    .insert(gatewayEvent)
    .values({
      gateway: gateway.name,
      kind,
      fingerprint: `${gateway.name}:${kind}:${what}:${hour}`,
      body: hint.body,
    })
    .onConflictDoUpdate({
      target: gatewayEvent.fingerprint,
      set: { times: sql`${gatewayEvent.times} + 1`, lastAt: sql`now()`, body: hint.body },
    })
}
