import { eq } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { refund, refundEvent } from '#db/schema/refund'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { findRefundEdge, type RefundState } from './edges.rules.ts'

export type Refund = typeof refund.$inferSelect
type Changes = Partial<
  Pick<
    Refund,
    | 'amountHal'
    | 'seenCreditHal'
    | 'approvedBy'
    | 'sentAt'
    | 'acceptedAt'
    | 'gatewayRefundId'
    | 'problem'
    | 'approvedEntryId'
    | 'doneEntryId'
    | 'reversalEntryId'
  >
>

/**
 * Moves a locked refund along an edge and writes its event. Throws where the table of edges has no way: that is a
 * mistake of ours, and nothing is written.
 */
export async function moveRefund(
  tx: Transaction,
  actor: Actor,
  moved: Pick<Refund, 'id' | 'state'>,
  to: RefundState,
  changes: Changes = {},
): Promise<void> {
  const edge = findRefundEdge(moved.state, to)
  if (!edge) throw new Error(`There is no way for a refund from ${moved.state} to ${to}.`)
  await tx
    .update(refund)
    .set({ ...changes, state: to })
    .where(eq(refund.id, moved.id))
  await tx.insert(refundEvent).values({
    refundId: moved.id,
    event: edge.event,
    fromState: moved.state,
    toState: to,
    reason: changes.problem ?? null,
    ...actorReference(actor),
  })
}

/** The refund, locked till the end of the transaction, or null. */
export async function lockRefund(tx: Transaction, refundId: string): Promise<Refund | null> {
  const [row] = await tx.select().from(refund).where(eq(refund.id, refundId)).for('update')
  return row ?? null
}
