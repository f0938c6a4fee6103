import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  check,
  date,
  index,
  pgSequence,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { account } from '#db/schema/account'
import { identity } from './identity.ts'
import { journalEntry } from './ledger.ts'
import { payer } from './payer.ts'
import { paymentAttempt } from './payment.ts'

/** Numbers of refunds: digits only, never reused. */
export const refundReference = pgSequence('refund_reference', { startWith: 2700000001 })

const entryColumn = (name: string) =>
  bigint(name, { mode: 'number' })
    .unique()
    .references(() => journalEntry.id, { onDelete: 'restrict' })

/** Money that goes back to somebody (vratka). Its state moves only along `refund_edge`. */
export const refund = pgTable(
  'refund',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    reference: text('reference').notNull().unique().default(sql`nextval('refund_reference')::text`),
    /** The personal account whose credit goes back. */
    accountId: bigint('account_id', { mode: 'number' })
      .notNull()
      .references(() => account.id, { onDelete: 'restrict' }),
    ground: text('ground', {
      enum: ['credit', 'third_person_mistake', 'posted_twice', 'returned_designated', 'admin_fee', 'civil'],
    }).notNull(),
    /** Who is entitled to the money: a payer we know, or somebody known by name only. */
    entitledPayerId: uuid('entitled_payer_id').references(() => payer.id, { onDelete: 'restrict' }),
    entitledName: text('entitled_name'),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    /** The credit of the account as the proposer saw it. */
    seenCreditHal: bigint('seen_credit_hal', { mode: 'bigint' }).notNull(),
    way: text('way', { enum: ['gateway', 'bank_account'] }).notNull(),
    attemptId: uuid('attempt_id').references(() => paymentAttempt.id, { onDelete: 'restrict' }),
    bankAccount: text('bank_account'),
    state: text('state', {
      enum: [
        'waiting',
        'lapsed',
        'proposed',
        'rejected',
        'approved',
        'sent',
        'unknown',
        'done',
        'failed',
        'returned',
      ],
    }).notNull(),
    /** Why less than the least amount of the law goes back exceptionally. */
    exceptionalReason: text('exceptional_reason'),
    /** The last day on which a request below the least amount may still revive. */
    waitsUntil: date('waits_until', { mode: 'string' }),
    /** Null where the portal itself proposed it and no officer has taken it over yet. */
    proposedBy: uuid('proposed_by').references(() => identity.id, { onDelete: 'restrict' }),
    proposedAt: timestamp('proposed_at', { withTimezone: true }).notNull(),
    approvedBy: uuid('approved_by').references(() => identity.id, { onDelete: 'restrict' }),
    sentAt: timestamp('sent_at', { withTimezone: true }),
    /** When the gateway took the request over; that the money went out is another matter. */
    acceptedAt: timestamp('accepted_at', { withTimezone: true }),
    gatewayRefundId: text('gateway_refund_id'),
    problem: text('problem'),
    /** The entry that moved the credit to refunds payable, the one that paid it out, the one that took it back. */
    approvedEntryId: entryColumn('approved_entry_id'),
    doneEntryId: entryColumn('done_entry_id'),
    reversalEntryId: entryColumn('reversal_entry_id'),
  },
  (t) => [
    index('refund_account_index').on(t.accountId),
    index('refund_attempt_index').on(t.attemptId).where(sql`attempt_id is not null`),
    index('refund_state_index').on(t.state, t.proposedAt),
    check('refund_amount', sql`${t.amountHal} > 0 and ${t.amountHal} <= ${t.seenCreditHal}`),
    check('refund_entitled', sql`num_nonnulls(${t.entitledPayerId}, ${t.entitledName}) = 1`),
    check(
      'refund_way',
      sql`case ${t.way}
        when 'gateway' then ${t.attemptId} is not null and ${t.bankAccount} is null
                            and ${t.entitledPayerId} is not null and ${t.ground} <> 'civil'
        else ${t.attemptId} is null and ${t.bankAccount} is not null end`,
    ),
    check('refund_waits', sql`${t.state} not in ('waiting', 'lapsed') or ${t.waitsUntil} is not null`),
    check(
      'refund_entries',
      sql`case
        when ${t.state} in ('approved', 'sent', 'unknown')
          then ${t.approvedEntryId} is not null and num_nonnulls(${t.doneEntryId}, ${t.reversalEntryId}) = 0
        when ${t.state} = 'done'
          then num_nulls(${t.approvedEntryId}, ${t.doneEntryId}) = 0 and ${t.reversalEntryId} is null
        when ${t.state} = 'failed'
          then num_nulls(${t.approvedEntryId}, ${t.reversalEntryId}) = 0 and ${t.doneEntryId} is null
        when ${t.state} = 'returned'
          then num_nulls(${t.approvedEntryId}, ${t.doneEntryId}, ${t.reversalEntryId}) = 0
        else num_nonnulls(${t.approvedEntryId}, ${t.doneEntryId}, ${t.reversalEntryId}) = 0 end`,
    ),
  ],
)

/** The table of edges as data, so that the database refuses what the code would. */
export const refundEdge = pgTable(
  'refund_edge',
  {
    fromState: text('from_state').notNull(),
    toState: text('to_state').notNull(),
    event: text('event').notNull(),
  },
  (t) => [primaryKey({ name: 'refund_edge_key', columns: [t.fromState, t.toState] })],
)

/** What happened to a refund, one row an edge. Append-only. */
export const refundEvent = pgTable(
  'refund_event',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    refundId: uuid('refund_id')
      .notNull()
      .references(() => refund.id, { onDelete: 'restrict' }),
    event: text('event').notNull(),
    fromState: text('from_state').notNull(),
    toState: text('to_state').notNull(),
    reason: text('reason'),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index('refund_event_refund_index').on(t.refundId)],
)

/**
 * An officer's word on how a refund ended that may be out: it counts once two have said the same. Append-only.
 */
export const refundWord = pgTable(
  'refund_word',
  {
    refundId: uuid('refund_id')
      .notNull()
      .references(() => refund.id, { onDelete: 'restrict' }),
    officerId: uuid('officer_id')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    outcome: text('outcome', { enum: ['done', 'failed'] }).notNull(),
    reason: text('reason').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull(),
  },
  (t) => [index('refund_word_refund_index').on(t.refundId)],
)
