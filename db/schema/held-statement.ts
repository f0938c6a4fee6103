import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { identity } from './identity.ts'

/**
 * A statement that does not continue its account, or came another way than the account's statements do: kept whole, and
 * none of it booked, until somebody decides. Append-only.
 */
export const heldStatement = pgTable(
  'held_statement',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    bankAccount: text('bank_account').notNull(),
    format: text('format', { enum: ['gpc', 'camt053', 'fio'] }).notNull(),
    number: text('number'),
    fromOn: date('from_on', { mode: 'string' }).notNull(),
    toOn: date('to_on', { mode: 'string' }).notNull(),
    openingHal: bigint('opening_hal', { mode: 'bigint' }),
    closingHal: bigint('closing_hal', { mode: 'bigint' }),
    entries: integer('entries').notNull(),
    /** The head as its reader gave it, by which the statement is taken in later as if it came now. */
    head: jsonb('head').notNull(),
    fileName: text('file_name').notNull(),
    fileSha256: text('file_sha256').notNull(),
    fingerprint: text('fingerprint').notNull(),
    /** Codes, `['gap', 'number']`. */
    reasons: jsonb('reasons').$type<string[]>().notNull(),
    /** Whether the bank's own interface gave it. */
    isFetched: boolean('is_fetched').notNull(),
    receivedOn: date('received_on', { mode: 'string' }).notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    heldAt: timestamp('held_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index('held_statement_account_index').on(t.bankAccount, t.toOn),
    index('held_statement_fingerprint_index').on(t.fingerprint),
    check('held_statement_days', sql`${t.toOn} >= ${t.fromOn} and ${t.toOn} <= ${t.receivedOn}`),
  ],
)

/** One movement of a held statement, as the file told it. Append-only. */
export const heldStatementEntry = pgTable(
  'held_statement_entry',
  {
    heldId: bigint('held_id', { mode: 'number' })
      .notNull()
      .references(() => heldStatement.id, { onDelete: 'restrict' }),
    ordinal: integer('ordinal').notNull(),
    position: integer('position').notNull(),
    bookedOn: date('booked_on', { mode: 'string' }).notNull(),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    variableSymbol: text('variable_symbol'),
    specificSymbol: text('specific_symbol'),
    constantSymbol: text('constant_symbol'),
    counterAccount: text('counter_account'),
    counterName: text('counter_name'),
    message: text('message'),
    bankReference: text('bank_reference'),
    payerReference: text('payer_reference'),
    /** The mark it got when it was read: the same when it counts, so that it is known in other statements. */
    mark: text('mark').notNull(),
    isReversal: boolean('is_reversal').notNull(),
  },
  (t) => [primaryKey({ name: 'held_statement_entry_key', columns: [t.heldId, t.ordinal] })],
)

/**
 * How a held statement ended, once: an officer released or rejected it, it continues the account after all, or a later
 * one of the bank's interface tells the same days. Append-only.
 */
export const heldStatementDecision = pgTable(
  'held_statement_decision',
  {
    heldId: bigint('held_id', { mode: 'number' })
      .primaryKey()
      .references(() => heldStatement.id, { onDelete: 'restrict' }),
    kind: text('kind', { enum: ['released', 'rejected', 'continues', 'superseded'] }).notNull(),
    reason: text('reason'),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    check(
      'held_statement_decision_reason',
      sql`${t.kind} not in ('released', 'rejected') or ${t.reason} <> ''`,
    ),
  ],
)

/** With what an account begins, as an officer read it at the bank before its first statement came. Append-only. */
export const bankOpening = pgTable(
  'bank_opening',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    bankAccount: text('bank_account').notNull(),
    openingHal: bigint('opening_hal', { mode: 'bigint' }).notNull(),
    officerId: uuid('officer_id')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [index('bank_opening_account_index').on(t.bankAccount)],
)

/** How the last asking of a bank's interface for an account ended. */
export const statementFetch = pgTable('statement_fetch', {
  bankAccount: text('bank_account').primaryKey(),
  triedAt: timestamp('tried_at', { withTimezone: true }).notNull(),
  /** What was wrong the last time: a code, or the sentence of a refusal; null when it answered. */
  problem: text('problem'),
  failingSince: timestamp('failing_since', { withTimezone: true }),
})
