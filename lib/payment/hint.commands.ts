import { type SQL, sql } from 'drizzle-orm'
import { database } from '#db/client'
import { gatewayEvent } from '#db/schema/payment'
import { instantAt, now } from '#lib/core/clock'
import type { Hint, PaymentGateway } from '#lib/gateway/contract'
import { attemptStates, openStates } from './edges.rules.ts'

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
  const which = attemptOf(kind, hint)
  const attemptId = which && (await store(gateway, kind, which, hint))
  if (attemptId) return { kind: 'known', attemptId }
  await count(gateway, kind, 'unknown', hint)
  return { kind: 'unknown' }
}

/**
 * Whether a message is a sign that the payer gave the order: anything but the gateway's own "cancelled". A bank
 * order is on its way while the gateway still says "pending", so that counts too.
 */
const isEvidence = (hint: Hint) => !/^cancelled$/i.test(hint.claimedState ?? '')

/**
 * Finds the attempt, keeps the message and marks the attempt in one statement, which is its own transaction. Returns
 * the attempt's id, or null where there is none.
 */
async function store(
  gateway: PaymentGateway,
  kind: 'notification' | 'return',
  which: SQL,
  hint: Hint,
): Promise<string | null> {
  const at = now()
  const evidenceAt = isEvidence(hint) ? at.toISOString() : null
  const nextCheckAt = instantAt(at.getTime() + pollerWaitsMs).toISOString()
  // An ended attempt is reopened by the gateway's own message, never by somebody's browser.
  const untouched =
    kind === 'return' ? attemptStates.filter((state) => !openStates.includes(state)) : ['paid']
  const [attempt] = await database().execute<{ id: string }>(sql`
    with attempt as (
      select id, reference from payment_attempt where gateway = ${gateway.name} and (${which}) limit 1
    ), kept as (
      insert into gateway_event (gateway, kind, attempt_id, gateway_payment_id, reference, fingerprint, body)
      select ${gateway.name}, ${kind}, id, ${hint.gatewayPaymentId}, reference,
             ${`${gateway.name}:${kind}:`} || id || ${markOf(kind, hint)}, ${hint.body}
        from attempt
      on conflict (fingerprint) do update set times = gateway_event.times + 1, last_at = now()
    ), marked as (
      update payment_attempt p
         set next_check_at = ${nextCheckAt}::timestamptz,
             first_evidence_at = coalesce(p.first_evidence_at, ${evidenceAt}::timestamptz)
        from attempt
       where p.id = attempt.id and p.state not in ${untouched}
    )
    select id from attempt`)
  return attempt?.id ?? null
}

/** What makes a message a repeat. Anybody can write a return address, so there nothing but the payment counts. */
const markOf = (kind: string, hint: Hint) =>
  kind === 'return' ? '' : `:${hint.gatewayPaymentId ?? ''}:${hint.claimedState ?? ''}`

/** The attempt a return address names by our own id; an altered or foreign one names nothing. */
export async function recordReturn(
  gateway: PaymentGateway,
  attemptId: string | null,
  hint: Hint,
): Promise<HintOutcome> {
  if (!attemptId || !hint.isAuthentic) return recordHint(gateway, 'return', hint)
  const known = await store(gateway, 'return', sql`id = ${attemptId}`, { ...hint, gatewayPaymentId: null })
  return known ? { kind: 'known', attemptId: known } : { kind: 'unknown' }
}

/**
 * The attempt a message speaks of. Our references follow one another, so a return, which anybody can write, must
 * name the gateway's own number, which nobody can guess.
 */
function attemptOf(kind: 'notification' | 'return', hint: Hint): SQL | null {
  const reference = kind === 'notification' ? hint.reference : null
  const { gatewayPaymentId: id } = hint
  if (id && reference) return sql`gateway_payment_id = ${id} or reference = ${reference}`
  if (id) return sql`gateway_payment_id = ${id}`
  return reference ? sql`reference = ${reference}` : null
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
