import { eq } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { paymentAttempt, paymentAttemptEvent } from '#db/schema/payment'
import { type Actor, actorReference } from '#lib/actor/actor'
import { type AttemptState, findEdge } from './edges.ts'

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
  await Promise.all([
    tx
      .update(paymentAttempt)
      .set({ ...changes, state: to })
      .where(eq(paymentAttempt.id, attempt.id)),
    tx.insert(paymentAttemptEvent).values({
      attemptId: attempt.id,
      event: edge.event,
      fromState: attempt.state,
      toState: to,
      reason: changes.problem ?? null,
      ...actorReference(actor),
    }),
  ])
}
