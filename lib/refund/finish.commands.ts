import { and, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { paymentAttempt } from '#db/schema/payment'
import { refundOrder, refundOrderItem } from '#db/schema/refund-order'
import { lockAccounts } from '#lib/ledger/lock-accounts.commands'
import { enqueue } from '#lib/queue/enqueue.commands'
import { bookApproval, bookPaidByBank, bookPaidByGateway, bookPutBack } from './book.commands.ts'
import { moveRefund, type Refund } from './move.commands.ts'

type Mover = Parameters<typeof moveRefund>[1]

/** The money went out: books it, of one to a bank account from the city's account of its order, and closes the refund. */
export async function finishAsDone(
  tx: Transaction,
  actor: Mover,
  found: Refund,
  changes: { gatewayRefundId?: string | null; problem?: string },
): Promise<void> {
  const doneEntryId =
    found.attemptId === null
      ? await bookPaidByBank(tx, actor, found, await accountOfOrder(tx, found.id))
      : await bookPaidByGateway(tx, actor, found, await gatewayOf(tx, found.attemptId))
  await close(tx, actor, found, { ...changes, doneEntryId })
}

/**
 * A movement with the refund's number left this account of the city: closes the refund whatever was said of it before.
 * Credit that had returned to the payer is taken again; the caller has locked the account and seen that it is there.
 */
export async function finishBySeenMovement(
  tx: Transaction,
  actor: Mover,
  found: Refund,
  bankAccount: string,
): Promise<void> {
  const again =
    found.state === 'failed'
      ? { approvedEntryId: await bookApproval(tx, actor, found), reversalEntryId: null }
      : {}
  const doneEntryId = await bookPaidByBank(tx, actor, found, bankAccount)
  await close(tx, actor, found, { ...again, doneEntryId })
}

async function close(
  tx: Transaction,
  actor: Mover,
  found: Refund,
  changes: Parameters<typeof moveRefund>[4],
): Promise<void> {
  await moveRefund(tx, actor, found, 'done', changes)
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
  actor: Mover,
  found: Refund,
  problem: string,
): Promise<void> {
  await lockAccounts(tx, [found.accountId])
  const reversalEntryId = await bookPutBack(tx, actor, found)
  await moveRefund(tx, actor, found, 'failed', { reversalEntryId, problem })
}
