import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { fail, ok, type Result } from '#lib/core/result'
import { auditRefund } from '#lib/refund/audit.commands'
import { mayApprove } from '../access.ts'
import { lockRefund, moveRefund } from '../move.commands.ts'
import { needsFourEyes } from '../rules.ts'
import { noteOrder, orderLock } from './create.commands.ts'
import { findOrder } from './orders.queries.ts'

export type CancelProblem = 'cancelled_before' | 'seen_at_bank' | 'same_officer' | 'no_reason'

/**
 * Takes an order back of which nothing was seen at the bank: its refunds wait for another one. The officer says that
 * the bank will not carry it out; above the limit of four eyes it is another one than who made it. Null for anybody
 * who may not, and for what is not there.
 */
export async function cancelRefundOrder(
  actor: Officer,
  wish: { number: number; reason: string },
): Promise<Result<null, CancelProblem> | null> {
  if (!mayApprove(actor)) return null
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  const { refundFourEyesAboveHal } = await citySettings()
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${orderLock})`)
    const order = await findOrder(tx, wish.number)
    if (!order) return null
    if (order.cancelled) return fail('cancelled_before')
    const isSame = order.createdBy === actor.identityId
    if (isSame && needsFourEyes(order.totalHal, BigInt(refundFourEyesAboveHal))) return fail('same_officer')
    const refunds = []
    for (const { refundId } of order.items) {
      const found = await lockRefund(tx, refundId)
      if (found?.state !== 'sent') return fail('seen_at_bank')
      refunds.push(found)
    }
    await tx.execute(sql`
      update refund_order set cancelled_by = ${actor.identityId}, cancelled_at = ${now().toISOString()},
             cancel_reason = ${reason} where id = ${order.number}`)
    for (const found of refunds) {
      await moveRefund(tx, actor, found, 'approved', { sentAt: null, problem: reason })
      await auditRefund(tx, actor, found, 'refund.order_cancelled')
    }
    await noteOrder(tx, actor, order.number, 'refund_order.cancel', { totalHal: String(order.totalHal) })
    return ok(null)
  })
}
