import { asc, desc, eq, sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { identity, identityPayer } from '#db/schema/identity'
import { outgoingMail } from '#db/schema/notice'
import { gatewayEvent, paymentAttempt, paymentAttemptEvent, paymentOrder } from '#db/schema/payment'
import type { Officer } from '#lib/actor/actor'
import { recordReading } from '#lib/audit/record-reading.commands'
import { gatewayCompany } from '#lib/gateway/registry'
import { maskEmail } from '#lib/i18n/mask-email'
import { personName } from '#lib/payer/same-name.rules'
import { seesGatewayMessages, seesPayers } from './access.ts'
import { type JournalEntryView, readJournal } from './journal.queries.ts'
import { type OrderItemView, readItems } from './order-items.queries.ts'

type AttemptRecord = typeof paymentAttempt.$inferSelect
export type AttemptEvent = typeof paymentAttemptEvent.$inferSelect
export type GatewayMessage = Pick<
  typeof gatewayEvent.$inferSelect,
  'id' | 'kind' | 'times' | 'firstAt' | 'lastAt' | 'body'
>

/** Everything the portal knows of one payment attempt. */
export interface PaymentHistory {
  attempt: AttemptRecord
  /** What the gateway's company is called. */
  companyName: string
  order: { orderId: string; status: 'open' | 'paid' | 'closed'; createdAt: Date }
  /** Who pays and where the receipt goes (masked); null where the officer may not learn it. */
  remitter: { name: string; receiptEmail: string | null } | null
  items: OrderItemView[]
  /** The booked entry of this payment and what reversed it; empty until money is in the journal. */
  journal: JournalEntryView[]
  /** Oldest first. */
  events: AttemptEvent[]
  /** Oldest first, secrets blotted before writing; null where the officer may not read them. */
  messages: GatewayMessage[] | null
  mails: { id: string; state: 'sent' | 'waiting' | 'failed'; createdAt: Date; sentAt: Date | null }[]
  /** Other attempts of the same order, newest first. */
  siblings: Pick<AttemptRecord, 'id' | 'reference' | 'state' | 'createdAt'>[]
}

/**
 * The whole history of one payment, or null where there is none. Whose data it holds is recorded in the audit
 * in the same transaction: a reading that cannot be recorded does not happen.
 */
export async function readPaymentHistory(actor: Officer, attemptId: string): Promise<PaymentHistory | null> {
  return database().transaction(async (tx) => {
    const [found] = await tx
      .select({ attempt: paymentAttempt, order: paymentOrder, identity, remitterId: identityPayer.payerId })
      .from(paymentAttempt)
      .innerJoin(paymentOrder, eq(paymentOrder.id, paymentAttempt.orderId))
      .innerJoin(identity, eq(identity.id, paymentOrder.identityId))
      .leftJoin(
        identityPayer,
        sql`${identityPayer.identityId} = ${identity.id} and ${identityPayer.endedAt} is null`,
      )
      .where(eq(paymentAttempt.id, attemptId))
    if (!found) return null
    const { attempt, order } = found
    const isNamed = seesPayers(actor)
    const items = await readItems(tx, order.id, isNamed)
    const journal = await readJournal(tx, attempt, isNamed)
    const history: PaymentHistory = {
      attempt,
      companyName: gatewayCompany(attempt.gateway),
      order: { orderId: order.id, status: order.status, createdAt: order.createdAt },
      remitter: isNamed
        ? {
            name: personName(found.identity),
            receiptEmail: order.receiptEmail ? maskEmail(order.receiptEmail) : null,
          }
        : null,
      items,
      journal,
      events: await tx
        .select()
        .from(paymentAttemptEvent)
        .where(eq(paymentAttemptEvent.attemptId, attemptId))
        .orderBy(asc(paymentAttemptEvent.id)),
      messages: seesGatewayMessages(actor) ? await readMessages(tx, attemptId) : null,
      mails: await readMails(tx, attemptId),
      siblings: (
        await tx
          .select()
          .from(paymentAttempt)
          .where(eq(paymentAttempt.orderId, order.id))
          .orderBy(desc(paymentAttempt.createdAt))
      ).filter((other) => other.id !== attemptId),
    }
    const payerIds = [...items.map((item) => item.payerId), found.remitterId]
    await recordReading(
      tx,
      actor,
      { action: 'payment.read', subjectKind: 'payment_attempt' },
      payerIds.flatMap((payerId) => (payerId ? [{ subjectId: attemptId, payerId }] : [])),
    )
    return history
  })
}

function readMessages(tx: Transaction, attemptId: string): Promise<GatewayMessage[]> {
  return tx
    .select({
      id: gatewayEvent.id,
      kind: gatewayEvent.kind,
      times: gatewayEvent.times,
      firstAt: gatewayEvent.firstAt,
      lastAt: gatewayEvent.lastAt,
      body: gatewayEvent.body,
    })
    .from(gatewayEvent)
    .where(eq(gatewayEvent.attemptId, attemptId))
    .orderBy(asc(gatewayEvent.firstAt), asc(gatewayEvent.id))
}

/** Mails about this payment: whether they went out, not what they say. */
async function readMails(tx: Transaction, attemptId: string): Promise<PaymentHistory['mails']> {
  const rows = await tx
    .select({
      id: outgoingMail.id,
      createdAt: outgoingMail.createdAt,
      sentAt: outgoingMail.sentAt,
      problem: outgoingMail.problem,
    })
    .from(outgoingMail)
    .where(sql`starts_with(${outgoingMail.eventKey}, ${`payment-received:${attemptId}`})`)
    .orderBy(asc(outgoingMail.createdAt))
  return rows.map(({ id, createdAt, sentAt, problem }) => ({
    id,
    createdAt,
    sentAt,
    state: sentAt ? 'sent' : problem ? 'failed' : 'waiting',
  }))
}
