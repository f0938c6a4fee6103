import { and, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { paymentAttempt } from '#db/schema/payment'
import { refundOrder, refundOrderItem } from '#db/schema/refund-order'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { enqueue } from '#lib/queue/enqueue.commands'
import { bookFailure, bookPaidByBank, bookPaidByGateway } from './book.commands.ts'
import { moveRefund, type Refund } from './move.commands.ts'

/** The money went out: books it and closes the refund. */
export async function finishAsDone(
  tx: Transaction,
  actor: Parameters<typeof moveRefund>[1],
  found: Refund,
  changes: { gatewayRefundId?: string | null; problem?: string },
): Promise<void> {
  const doneEntryId =
    found.attemptId === null
      ? await bookPaidByBank(tx, actor, found, await accountOfOrder(tx, found.id))
      : await bookPaidByGateway(tx, actor, found, await gatewayOf(tx, found.attemptId))
  await moveRefund(tx, actor, found, 'done', { ...changes, doneEntryId })
  await enqueue(tx, 'refund-done', { refundId: found.id })
}

async function gatewayOf(tx: Transaction, attemptId: string): Promise<string> {
  const [attempt] = await tx
    .select({ gateway: paymentAttempt.gateway })
    .from(paymentAttempt)
    .where(eq(paymentAttempt.id, attemptId))
  if (!attempt) throw new Error('The refund has no payment.')
  return attempt.gateway
}

/** The city's account of the order that sends the refund. */
async function accountOfOrder(tx: Transaction, refundId: string): Promise<string> {
  const [order] = await tx
    .select({ bankAccount: refundOrder.bankAccount })
    .from(refundOrderItem)
    .innerJoin(refundOrder, eq(refundOrder.id, refundOrderItem.orderId))
    .where(and(eq(refundOrderItem.refundId, refundId), isNull(refundOrder.cancelledAt)))
  if (!order) throw new Error('No order sends the refund.')
  return order.bankAccount
}

/** The money did not go out: the credit returns to the personal account by a reversing entry. */
export async function finishAsFailed(
  tx: Transaction,
  actor: Parameters<typeof moveRefund>[1],
  found: Refund,
  problem: string,
): Promise<void> {
  await lockAccounts(tx, [found.accountId])
  const reversalEntryId = await bookFailure(tx, actor, found)
  await moveRefund(tx, actor, found, 'failed', { reversalEntryId, problem })
}
