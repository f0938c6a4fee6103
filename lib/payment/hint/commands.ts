import { and, eq, sql } from 'drizzle-orm'
import { database } from '#db/client'
import { gatewayEvent, paymentAttempt } from '#db/schema/payment'
import { instantAt, now } from '#lib/core/clock'
import type { Hint, PaymentGateway } from '#lib/gateway/contract'

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
  const attemptId = await keepAndMark(gateway, kind, hint)
  if (attemptId) return { kind: 'known', attemptId }
  await count(gateway, kind, 'unknown', hint)
  return { kind: 'unknown' }
}

/** Finds the attempt, keeps the message and marks the attempt, all in one statement; null where it is not ours. */
async function keepAndMark(gateway: PaymentGateway, kind: 'notification' | 'return', hint: Hint) {
  const { gatewayPaymentId, reference } = hint
  if (!gatewayPaymentId && !reference) return null
  const at = now()
  const mark = `${gateway.name}:${kind}:`
  const [attempt] = await database().execute<{ id: string }>(sql`
    with attempt as (
      select id, reference from payment_attempt
       where gateway = ${gateway.name}
         and (gateway_payment_id = ${gatewayPaymentId} or reference = ${reference})
       limit 1
    ), kept as (
      insert into gateway_event (gateway, kind, attempt_id, gateway_payment_id, reference, fingerprint, body)
      select ${gateway.name}, ${kind}, id, ${gatewayPaymentId}, reference,
             ${mark}::text || id || ${`:${gatewayPaymentId ?? ''}:${hint.claimedState ?? ''}`}::text, ${hint.body}
        from attempt
      on conflict (fingerprint) do update set times = gateway_event.times + 1, last_at = now()
    ), marked as (
      update payment_attempt p
         set next_check_at = ${instantAt(at.getTime() + pollerWaitsMs).toISOString()}::timestamptz,
             first_evidence_at = coalesce(p.first_evidence_at, ${at.toISOString()}::timestamptz)
        from attempt where p.id = attempt.id and p.state <> 'paid'
    )
    select id from attempt`)
  return attempt?.id ?? null
}

/** The attempt a return address names by our own id; an altered or foreign one names nothing. */
export async function recordReturn(
  gateway: PaymentGateway,
  attemptId: string | null,
  hint: Hint,
): Promise<HintOutcome> {
  if (!attemptId) return recordHint(gateway, 'return', hint)
  const [attempt] = await database()
    .select({ reference: paymentAttempt.reference })
    .from(paymentAttempt)
    .where(and(eq(paymentAttempt.id, attemptId), eq(paymentAttempt.gateway, gateway.name)))
  if (!attempt) return { kind: 'unknown' }
  return recordHint(gateway, 'return', { ...hint, gatewayPaymentId: null, reference: attempt.reference })
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
