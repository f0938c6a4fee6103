import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { bankEntry } from './bank.ts'
import { identity } from './identity.ts'
import { refund } from './refund.ts'

/** A payment order for the bank that sends approved refunds from one account of the city. Changed only by its cancelling. */
export const refundOrder = pgTable(
  'refund_order',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    /** The city's account, as printed, `19-2000145399/0800`. */
    bankAccount: text('bank_account').notNull(),
    format: text('format', { enum: ['abo', 'pain.001.001.03', 'pain.001.001.09'] }).notNull(),
    /** The day on which the bank shall send the money. */
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    /** Who pays, as the file names it: what was written once can be written again. */
    debtorName: text('debtor_name').notNull(),
    totalHal: bigint('total_hal', { mode: 'bigint' }).notNull(),
    items: integer('items').notNull(),
    createdBy: uuid('created_by')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull(),
    cancelledBy: uuid('cancelled_by').references(() => identity.id, { onDelete: 'restrict' }),
    cancelledAt: timestamp('cancelled_at', { withTimezone: true }),
    cancelReason: text('cancel_reason'),
  },
  (t) => [
    check('refund_order_total', sql`${t.totalHal} > 0 and ${t.items} > 0`),
    check(
      'refund_order_cancelled',
      sql`num_nonnulls(${t.cancelledBy}, ${t.cancelledAt}, ${t.cancelReason}) in (0, 3)`,
    ),
  ],
)

/** Which refunds an order sends, in the order of its file. Append-only. */
export const refundOrderItem = pgTable(
  'refund_order_item',
  {
    orderId: integer('order_id')
      .notNull()
      .references(() => refundOrder.id, { onDelete: 'restrict' }),
    position: smallint('position').notNull(),
    refundId: uuid('refund_id')
      .notNull()
      .references(() => refund.id, { onDelete: 'restrict' }),
  },
  (t) => [
    primaryKey({ name: 'refund_order_item_key', columns: [t.orderId, t.position] }),
    uniqueIndex('refund_order_item_refund_unique').on(t.refundId, t.orderId),
  ],
)

/** The movement at the bank by which a refund went out, and the one by which it came back. Append-only. */
export const refundBankLine = pgTable(
  'refund_bank_line',
  {
    bankEntryId: bigint('bank_entry_id', { mode: 'number' })
      .primaryKey()
      .references(() => bankEntry.id, { onDelete: 'restrict' }),
    refundId: uuid('refund_id')
      .notNull()
      .references(() => refund.id, { onDelete: 'restrict' }),
    kind: text('kind', { enum: ['sent', 'returned'] }).notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [uniqueIndex('refund_bank_line_once').on(t.refundId, t.kind)],
)

/**
 * What an officer found out about a movement that carries a refund's number and pays none that waits for it. Until then
 * nothing of the same credit is sent. Append-only.
 */
export const refundStrayDecision = pgTable('refund_stray_decision', {
  bankEntryId: bigint('bank_entry_id', { mode: 'number' })
    .primaryKey()
    .references(() => bankEntry.id, { onDelete: 'restrict' }),
  refundId: uuid('refund_id')
    .notNull()
    .references(() => refund.id, { onDelete: 'restrict' }),
  /** `paid_twice`: the city wants it back; `other_payment`: the number is there by chance. */
  meaning: text('meaning', { enum: ['paid_twice', 'other_payment'] }).notNull(),
  reason: text('reason').notNull(),
  decidedBy: uuid('decided_by')
    .notNull()
    .references(() => identity.id, { onDelete: 'restrict' }),
  at: timestamp('at', { withTimezone: true }).notNull(),
})
