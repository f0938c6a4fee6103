import { eq, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { paymentAttempt } from '#db/schema/payment'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { type AttemptState, findEdge } from './edges.rules.ts'

type Attempt = typeof paymentAttempt.$inferSelect
type Changes = Partial<
  Pick<
    Attempt,
    | 'gatewayPaymentId'
    | 'redirectUrl'
    | 'method'
    | 'way'
    | 'paidOn'
    | 'confirmationCode'
    | 'problem'
    | 'nextCheckAt'
    | 'checks'
    | 'firstEvidenceAt'
  >
>

/**
 * Moves a locked attempt along an edge and writes its event. Throws where the table of edges has no way: that
 * is a mistake of ours, and nothing is written.
 */
export async function moveAttempt(
  tx: Transaction,
  actor: Actor,
  attempt: Pick<Attempt, 'id' | 'state'>,
  to: AttemptState,
  changes: Changes = {},
): Promise<void> {
  const edge = findEdge(attempt.state, to)
  if (!edge) throw new Error(`There is no way for a payment attempt from ${attempt.state} to ${to}.`)
  const { actorKind, actorId } = actorReference(actor)
  const moved = tx
    .update(paymentAttempt)
    .set({ ...changes, state: to })
    .where(eq(paymentAttempt.id, attempt.id))
    .returning({ id: paymentAttempt.id })
  await tx.execute(sql`
    with moved as (${moved.getSQL()})
    insert into payment_attempt_event (attempt_id, event, from_state, to_state, reason, actor_kind, actor_id)
    select id, ${edge.event}, ${attempt.state}, ${to}, ${changes.problem ?? null}, ${actorKind}, ${actorId}
      from moved`)
}
