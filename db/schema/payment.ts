import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  boolean,
  check,
  date,
  index,
  integer,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { account } from '#db/schema/account'
import { assessment } from './assessment.ts'
import { identity } from './identity.ts'
import { payer } from './payer.ts'

/** What one person decided to pay: the assessments and the amount, fixed by the server. */
export const paymentOrder = pgTable(
  'payment_order',
  {
    /** Made by the server for the review form; the idempotency key of the order. */
    id: uuid('id').primaryKey(),
    identityId: uuid('identity_id')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    /** Hash of the sorted assessments: one open order per person and set. */
    selectionKey: text('selection_key').notNull(),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    status: text('status', { enum: ['open', 'paid', 'closed'] })
      .notNull()
      .default('open'),
    receiptEmail: text('receipt_email'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('payment_order_one_open').on(t.identityId, t.selectionKey).where(sql`status = 'open'`),
    index('payment_order_identity_index').on(t.identityId, t.createdAt),
    check('payment_order_amount', sql`${t.amountHal} > 0`),
  ],
)

/** One assessment of an order and what remained on it when the person agreed to pay. */
export const paymentOrderItem = pgTable(
  'payment_order_item',
  {
    orderId: uuid('order_id')
      .notNull()
      .references(() => paymentOrder.id, { onDelete: 'restrict' }),
    assessmentId: uuid('assessment_id')
      .notNull()
      .references(() => assessment.id, { onDelete: 'restrict' }),
    payerId: uuid('payer_id')
      .notNull()
      .references(() => payer.id, { onDelete: 'restrict' }),
    accountId: bigint('account_id', { mode: 'number' })
      .notNull()
      .references(() => account.id, { onDelete: 'restrict' }),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
  },
  (t) => [
    primaryKey({ name: 'payment_order_item_key', columns: [t.orderId, t.assessmentId] }),
    index('payment_order_item_assessment_index').on(t.assessmentId),
    check('payment_order_item_amount', sql`${t.amountHal} > 0`),
  ],
)

/** Numbers of attempts at gateways: digits only, never reused. */
export const paymentReference = pgSequence('payment_reference', { startWith: 2600000001 })

/** One try to pay an order at a gateway. Its state moves only along `payment_attempt_edge`. */
export const paymentAttempt = pgTable(
  'payment_attempt',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => paymentOrder.id, { onDelete: 'restrict' }),
    gateway: text('gateway').notNull(),
    /** Our reference at the gateway, digits only, never reused. */
    reference: text('reference').notNull().default(sql`nextval('payment_reference')::text`),
    gatewayPaymentId: text('gateway_payment_id'),
    state: text('state', {
      enum: ['prepared', 'unknown', 'waiting', 'paid', 'cancelled', 'refused', 'disputed', 'expired', 'left'],
    })
      .notNull()
      .default('prepared'),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    isTest: boolean('is_test').notNull(),
    method: text('method'),
    way: text('way', { enum: ['card', 'bank_button'] }),
    redirectUrl: text('redirect_url'),
    /** The first sign that the payer gave the order: the earliest hint; § 166 of the tax code for cards. */
    firstEvidenceAt: timestamp('first_evidence_at', { withTimezone: true }),
    paidOn: date('paid_on', { mode: 'string' }),
    /** Printed on the confirmation; `/overit` knows it. */
    confirmationCode: text('confirmation_code'),
    problem: text('problem'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
    nextCheckAt: timestamp('next_check_at', { withTimezone: true }),
    checks: integer('checks').notNull().default(0),
  },
  (t) => [
    unique('payment_attempt_confirmation_unique').on(t.confirmationCode),
    unique('payment_attempt_reference_unique').on(t.gateway, t.reference),
    uniqueIndex('payment_attempt_gateway_payment_unique')
      .on(t.gateway, t.gatewayPaymentId)
      .where(sql`gateway_payment_id is not null`),
    // A dispute found later about an older attempt may stand beside.
    uniqueIndex('payment_attempt_one_payable').on(t.orderId).where(sql`state in ('prepared', 'waiting')`),
    index('payment_attempt_order_index').on(t.orderId),
    index('payment_attempt_next_check_index').on(t.nextCheckAt).where(sql`next_check_at is not null`),
    index('payment_attempt_created_index').on(t.createdAt),
    check('payment_attempt_amount', sql`${t.amountHal} > 0`),
  ],
)

/** The table of edges as data, so that the database refuses what the code would. */
export const paymentAttemptEdge = pgTable(
  'payment_attempt_edge',
  {
    fromState: text('from_state').notNull(),
    toState: text('to_state').notNull(),
    event: text('event').notNull(),
  },
  (t) => [primaryKey({ name: 'payment_attempt_edge_key', columns: [t.fromState, t.toState] })],
)

/** What happened to an attempt, one row an edge. Append-only. */
export const paymentAttemptEvent = pgTable(
  'payment_attempt_event',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    attemptId: uuid('attempt_id')
      .notNull()
      .references(() => paymentAttempt.id, { onDelete: 'restrict' }),
    event: text('event').notNull(),
    fromState: text('from_state').notNull(),
    toState: text('to_state').notNull(),
    reason: text('reason'),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index('payment_attempt_event_attempt_index').on(t.attemptId),
    index('payment_attempt_event_state_index').on(t.toState, t.at),
  ],
)

/** A message to or from a gateway, secrets blotted before writing, size capped; repeats are counted, not stored. */
export const gatewayEvent = pgTable(
  'gateway_event',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    gateway: text('gateway').notNull(),
    kind: text('kind', {
      enum: ['create', 'status', 'cancel', 'refund', 'notification', 'return'],
    }).notNull(),
    attemptId: uuid('attempt_id').references(() => paymentAttempt.id, { onDelete: 'restrict' }),
    gatewayPaymentId: text('gateway_payment_id'),
    reference: text('reference'),
    fingerprint: text('fingerprint').notNull(),
    body: text('body').notNull(),
    times: integer('times').notNull().default(1),
    firstAt: timestamp('first_at', { withTimezone: true }).notNull().defaultNow(),
    lastAt: timestamp('last_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique('gateway_event_fingerprint_unique').on(t.fingerprint),
    index('gateway_event_attempt_index').on(t.attemptId),
    index('gateway_event_payment_index').on(t.gateway, t.gatewayPaymentId),
    check('gateway_event_size', sql`length(${t.body}) <= 8192`),
  ],
)
