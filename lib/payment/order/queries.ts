import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import { paymentAttempt, paymentOrder, paymentOrderItem } from '#db/schema/payment'
import type { Citizen } from '#lib/actor/actor'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { type AttemptState, payableStates } from '../edges.ts'

/** What an outcome page needs to know of an order. Amounts in haléře. */
export interface OrderView {
  orderId: string
  status: 'open' | 'paid' | 'closed'
  amountHal: bigint
  receiptEmail: string | null
  createdAt: Date
  assessmentIds: string[]
  attempts: AttemptView[]
}

export interface AttemptView {
  attemptId: string
  gateway: string
  reference: string
  state: AttemptState
  method: string | null
  way: 'card' | 'bank_button' | null
  paidOn: IsoDate | null
  createdAt: Date
  expiresAt: Date
}

/** An order with its attempts, newest first. Takes the order's id as the only right: gates decide who asks. */
export async function readOrder(tx: Database | Transaction, orderId: string): Promise<OrderView | null> {
  const [order] = await tx.select().from(paymentOrder).where(eq(paymentOrder.id, orderId))
  if (!order) return null
  const [items, attempts] = await Promise.all([
    tx
      .select({ assessmentId: paymentOrderItem.assessmentId })
      .from(paymentOrderItem)
      .where(eq(paymentOrderItem.orderId, orderId)),
    tx
      .select()
      .from(paymentAttempt)
      .where(eq(paymentAttempt.orderId, orderId))
      .orderBy(sql`${paymentAttempt.createdAt} desc`),
  ])
  return {
    orderId,
    status: order.status,
    amountHal: order.amountHal,
    receiptEmail: order.receiptEmail,
    createdAt: order.createdAt,
    assessmentIds: items.map((item) => item.assessmentId),
    attempts: attempts.map((attempt) => ({
      attemptId: attempt.id,
      gateway: attempt.gateway,
      reference: attempt.reference,
      state: attempt.state,
      method: attempt.method,
      way: attempt.way,
      paidOn: attempt.paidOn ? isoDate(attempt.paidOn) : null,
      createdAt: attempt.createdAt,
      expiresAt: attempt.expiresAt,
    })),
  }
}

/** The citizen's own order, or null: somebody else's does not exist. */
export async function findOrder(actor: Citizen, orderId: string): Promise<OrderView | null> {
  const [own] = await database()
    .select({ id: paymentOrder.id })
    .from(paymentOrder)
    .where(and(eq(paymentOrder.id, orderId), eq(paymentOrder.identityId, actor.identityId)))
  return own ? readOrder(database(), orderId) : null
}

/** An order for a browser that proved, by its sealed cookie, that it began the payment. */
export async function findReturningOrder(orderId: string): Promise<OrderView | null> {
  return readOrder(database(), orderId)
}

/** Orders of the citizen with at least one attempt, newest first. */
export async function listOrders(actor: Citizen): Promise<OrderView[]> {
  const rows = await database()
    .select({ id: paymentOrder.id })
    .from(paymentOrder)
    .where(
      and(
        eq(paymentOrder.identityId, actor.identityId),
        sql`exists (select 1 from payment_attempt a where a.order_id = ${paymentOrder.id})`,
      ),
    )
    .orderBy(sql`${paymentOrder.createdAt} desc`)
    .limit(200)
  const orders = await Promise.all(rows.map((row) => readOrder(database(), row.id)))
  return orders.filter((order) => order !== null)
}

/** Assessments on which a payment of this citizen may be on its way right now. */
export async function assessmentsBeingPaid(actor: Citizen): Promise<Map<string, string>> {
  const rows = await database()
    .select({ assessmentId: paymentOrderItem.assessmentId, orderId: paymentOrderItem.orderId })
    .from(paymentAttempt)
    .innerJoin(paymentOrder, eq(paymentOrder.id, paymentAttempt.orderId))
    .innerJoin(paymentOrderItem, eq(paymentOrderItem.orderId, paymentOrder.id))
    .where(
      and(
        eq(paymentOrder.identityId, actor.identityId),
        inArray(paymentAttempt.state, [...payableStates]),
        sql`(${paymentAttempt.firstEvidenceAt} is not null or ${paymentAttempt.state} = 'disputed')`,
      ),
    )
  return new Map(rows.map((row) => [row.assessmentId, row.orderId]))
}
