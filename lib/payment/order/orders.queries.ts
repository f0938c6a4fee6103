import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import { paymentAttempt, paymentOrder, paymentOrderItem } from '#db/schema/payment'
import type { Citizen } from '#lib/actor/actor'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { findGateway, gatewayCompany } from '#lib/gateway/registry'
import type { OnlineWay } from '#lib/ledger/post.commands'
import { type AttemptState, payableStates } from '../edges.rules.ts'

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

interface AttemptView {
  attemptId: string
  gateway: string
  /** Whose page it is, for „stránku společnosti …“. */
  companyName: string
  reference: string
  state: AttemptState
  method: string | null
  way: OnlineWay | null
  paidOn: IsoDate | null
  /** Any sign that the payer gave the order: a push or a return not yet answered by the gateway. */
  hasEvidence: boolean
  redirectUrl: string | null
  createdAt: Date
  expiresAt: Date
}

/** Where the payer goes on with an attempt; null where nothing is to be opened, or no more. */
export function redirectOf(
  attempt: Pick<typeof paymentAttempt.$inferSelect, 'gateway' | 'gatewayPaymentId' | 'redirectUrl'>,
): string | null {
  const gateway = findGateway(attempt.gateway)
  if (gateway?.reopens === false) return null
  if (!attempt.redirectUrl || !attempt.gatewayPaymentId) return attempt.redirectUrl
  return gateway?.renewRedirect?.(attempt.gatewayPaymentId) ?? attempt.redirectUrl
}

/** The citizen's own order, or null: somebody else's does not exist. */
export async function findOrder(actor: Citizen, orderId: string): Promise<OrderView | null> {
  const [order] = await readOrders(
    sql`${paymentOrder.id} = ${orderId} and ${paymentOrder.identityId} = ${actor.identityId}`,
  )
  return order ?? null
}

/** An order for a browser that proved, by its sealed cookie, that it began the payment. */
export async function findReturningOrder(orderId: string): Promise<OrderView | null> {
  const [order] = await readOrders(sql`${paymentOrder.id} = ${orderId}`)
  return order ?? null
}

/** Orders of the citizen with at least one attempt, newest first. */
export async function listOrders(actor: Citizen): Promise<OrderView[]> {
  return readOrders(sql`${paymentOrder.identityId} = ${actor.identityId}
    and exists (select 1 from payment_attempt a where a.order_id = ${paymentOrder.id})`)
}

const mostOrders = 200

/** The orders that meet a condition, newest first, with their items and attempts, newest first. */
async function readOrders(condition: SQL): Promise<OrderView[]> {
  const orders = await database()
    .select()
    .from(paymentOrder)
    .where(condition)
    .orderBy(desc(paymentOrder.createdAt))
    .limit(mostOrders)
  if (orders.length === 0) return []
  const ids = orders.map((order) => order.id)
  const [items, attempts] = await Promise.all([
    database()
      .select({ orderId: paymentOrderItem.orderId, assessmentId: paymentOrderItem.assessmentId })
      .from(paymentOrderItem)
      .where(inArray(paymentOrderItem.orderId, ids)),
    database()
      .select()
      .from(paymentAttempt)
      .where(inArray(paymentAttempt.orderId, ids))
      .orderBy(desc(paymentAttempt.createdAt)),
  ])
  return orders.map((order) => ({
    orderId: order.id,
    status: order.status,
    amountHal: order.amountHal,
    receiptEmail: order.receiptEmail,
    createdAt: order.createdAt,
    assessmentIds: items.filter((item) => item.orderId === order.id).map((item) => item.assessmentId),
    attempts: attempts.filter((attempt) => attempt.orderId === order.id).map(attemptFrom),
  }))
}

function attemptFrom(attempt: typeof paymentAttempt.$inferSelect): AttemptView {
  return {
    attemptId: attempt.id,
    gateway: attempt.gateway,
    companyName: gatewayCompany(attempt.gateway),
    reference: attempt.reference,
    state: attempt.state,
    method: attempt.method,
    way: attempt.way,
    paidOn: attempt.paidOn ? isoDate(attempt.paidOn) : null,
    hasEvidence: attempt.firstEvidenceAt !== null,
    redirectUrl: redirectOf(attempt),
    createdAt: attempt.createdAt,
    expiresAt: attempt.expiresAt,
  }
}

/** The order whose payment may be on its way, and whether its payer left an address to write to. */
export interface OrderOnItsWay {
  orderId: string
  isResultMailed: boolean
}

/** Assessments on which a payment of this citizen may be on its way right now. */
export async function assessmentsBeingPaid(
  actor: Citizen,
  tx: Transaction | Database = database(),
): Promise<Map<string, OrderOnItsWay>> {
  const rows = await tx
    .select({
      assessmentId: paymentOrderItem.assessmentId,
      orderId: paymentOrder.id,
      receiptEmail: paymentOrder.receiptEmail,
    })
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
  return new Map(
    rows.map(({ assessmentId, orderId, receiptEmail }) => [
      assessmentId,
      { orderId, isResultMailed: receiptEmail !== null },
    ]),
  )
}

/** Whose order an attempt belongs to. For the return address, which compares it with who came back. */
export async function orderOfAttempt(attemptId: string) {
  const [row] = await database()
    .select({ orderId: paymentOrder.id, identityId: paymentOrder.identityId })
    .from(paymentAttempt)
    .innerJoin(paymentOrder, eq(paymentOrder.id, paymentAttempt.orderId))
    .where(eq(paymentAttempt.id, attemptId))
  return row ?? null
}
