import { and, eq, inArray, sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import { paymentAttempt, paymentOrder, paymentOrderItem } from '#db/schema/payment'
import type { Citizen } from '#lib/actor/actor'
import type { ClaimView } from '#lib/assessment/rules'
import { instantAt } from '#lib/core/clock'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { findGateway, gatewayCompany } from '#lib/gateway/registry'
import type { Component } from '#lib/ledger/allocation'
import { readAccounts } from '#lib/ledger/queries'
import { type AttemptState, payableStates } from '../edges.ts'
import { type Preview, previewPayment } from '../preview.ts'

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
  /** Whose page it is, for „stránku společnosti …“. */
  companyName: string
  reference: string
  state: AttemptState
  method: string | null
  way: 'card' | 'bank_button' | null
  paidOn: IsoDate | null
  /** Any sign that the payer gave the order: a push or a return not yet answered by the gateway. */
  hasEvidence: boolean
  redirectUrl: string | null
  createdAt: Date
  expiresAt: Date
}

/** Where the payer goes on with an attempt; null where nothing is to be opened. */
export function redirectOf(
  attempt: Pick<typeof paymentAttempt.$inferSelect, 'gateway' | 'gatewayPaymentId' | 'redirectUrl'>,
): string | null {
  if (!attempt.redirectUrl || !attempt.gatewayPaymentId) return attempt.redirectUrl
  return findGateway(attempt.gateway)?.renewRedirect?.(attempt.gatewayPaymentId) ?? attempt.redirectUrl
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
export async function assessmentsBeingPaid(
  actor: Citizen,
  tx: Transaction | Database = database(),
): Promise<Map<string, string>> {
  const rows = await tx
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

/** Whose order an attempt belongs to. For the return address, which compares it with who came back. */
export async function orderOfAttempt(attemptId: string) {
  const [row] = await database()
    .select({ orderId: paymentOrder.id, identityId: paymentOrder.identityId })
    .from(paymentAttempt)
    .innerJoin(paymentOrder, eq(paymentOrder.id, paymentAttempt.orderId))
    .where(eq(paymentAttempt.id, attemptId))
  return row ?? null
}

/** Where the crowns would go if the citizen paid these visible claims now. */
export async function readPreview(
  _actor: Citizen,
  claims: readonly ClaimView[],
  today: IsoDate,
): Promise<Preview & { labels: Map<string, ClaimLabel> }> {
  const accounts = await readAccounts(database(), [...new Set(claims.map((claim) => claim.accountId))])
  const preview = previewPayment(claims, accounts, today)
  return { ...preview, labels: await readLabels(preview.parts.map((part) => part.assessmentId)) }
}

/** What a claim is called; for lines of a payment, whose claims may be others than were chosen. */
export interface ClaimLabel {
  feeKindName: string
  period: string
  component: Component
}

async function readLabels(assessmentIds: readonly string[]): Promise<Map<string, ClaimLabel>> {
  if (assessmentIds.length === 0) return new Map()
  const rows = await database().execute<{
    id: string
    name: string
    period: string
    component: Component
  }>(sql`
    select a.id, k.name, a.period, a.component from assessment a join fee_kind k on k.code = a.fee_kind_code
     where a.id in (${sql.join(
       assessmentIds.map((id) => sql`${id}::uuid`),
       sql`, `,
     )})`)
  return new Map(
    rows.map((row) => [row.id, { feeKindName: row.name, period: row.period, component: row.component }]),
  )
}

/** Where the crowns of a settled attempt went: one line a claim, and the credit. Amounts in haléře. */
export interface LaidMoney {
  parts: (ClaimLabel & {
    assessmentId: string
    payerName: string
    variableSymbol: string | null
    amountHal: bigint
  })[]
  creditHal: bigint
  /** When the payment was written into the journal; null while it is not. */
  recordedAt: Date | null
}

/** Reads the payment's own journal entry. The gates decide who may ask about the attempt. */
export async function readLaidMoney(attemptId: string): Promise<LaidMoney> {
  const rows = await database().execute<{
    assessment_id: string | null
    name: string | null
    period: string | null
    component: Component | null
    payer_name: string
    variable_symbol: string | null
    amount_hal: string
    recorded_ms: string
  }>(sql`
    select l.assessment_id, k.name, a.period, a.component, a.variable_symbol,
           coalesce(p.organisation_name, concat_ws(' ', p.given_name, p.family_name)) as payer_name,
           -l.amount_hal as amount_hal, extract(epoch from e.recorded_at) * 1000 as recorded_ms
      from journal_entry e
      join journal_line l on l.entry_id = e.id and l.side = 'credit'
      join account ac on ac.id = l.account_id
      join payer p on p.id = ac.payer_id
      join fee_kind k on k.code = ac.fee_kind_code
      left join assessment a on a.id = l.assessment_id
      join payment_attempt t on t.id = ${attemptId}
     where e.fingerprint = t.gateway || ':' || t.gateway_payment_id || ':paid'
     order by l.line_number`)
  const [first] = rows
  const laid: LaidMoney = {
    parts: [],
    creditHal: 0n,
    recordedAt: first ? instantAt(Number(first.recorded_ms)) : null,
  }
  for (const row of rows) {
    const amountHal = BigInt(row.amount_hal)
    if (!row.assessment_id) laid.creditHal += amountHal
    else {
      laid.parts.push({
        assessmentId: row.assessment_id,
        feeKindName: row.name ?? '',
        period: row.period ?? '',
        component: row.component ?? 'principal',
        payerName: row.payer_name,
        variableSymbol: row.variable_symbol,
        amountHal,
      })
    }
  }
  return laid
}
