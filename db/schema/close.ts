import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { account } from '#db/schema/account'
import { identity } from './identity.ts'
import { journalEntry } from './ledger.ts'

/** Closing and, by another officer, reopening of accounting months, in their order. The last row tells. Append-only. */
export const accountingMonthEvent = pgTable(
  'accounting_month_event',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** The first day of the month. */
    month: date('month', { mode: 'string' }).notNull(),
    kind: text('kind', { enum: ['closed', 'reopened'] }).notNull(),
    /** The control sums at the closing, as the report shows them; amounts as text. */
    controlSums: jsonb('control_sums'),
    /** What was not explained and is carried over, in words; null where nothing was. */
    carriedOver: jsonb('carried_over').$type<string[]>(),
    reason: text('reason'),
    officerId: uuid('officer_id')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    check('accounting_month_event_month', sql`extract(day from ${t.month}) = 1`),
    check(
      'accounting_month_event_shape',
      sql`case ${t.kind} when 'closed' then ${t.controlSums} is not null
                                            and (${t.carriedOver} is null or ${t.reason} is not null)
                         else ${t.reason} is not null end`,
    ),
  ],
)

/** The number of an entry's document in its yearly series, without a gap (§ 149 of the tax code). Append-only. */
export const journalDocument = pgTable(
  'journal_document',
  {
    entryId: bigint('entry_id', { mode: 'number' })
      .primaryKey()
      .references(() => journalEntry.id, { onDelete: 'restrict' }),
    series: text('series', { enum: ['assessment', 'write_off', 'payment', 'correction'] }).notNull(),
    year: smallint('year').notNull(),
    number: integer('number').notNull(),
    /** The day in Prague on which it got its number; an officer confirms such a day as a whole. */
    numberedOn: date('numbered_on', { mode: 'string' }).notNull(),
  },
  (t) => [
    unique('journal_document_number_unique').on(t.series, t.year, t.number),
    index('journal_document_day_index').using('brin', t.numberedOn),
  ],
)

/** When documents got their numbers; entries long before the last run need not be looked at again. Append-only. */
export const documentRun = pgTable('document_run', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  numbered: integer('numbered').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
})

/** A day's documents of jobs, confirmed by an officer. Append-only. */
export const documentBatch = pgTable('document_batch', {
  day: date('day', { mode: 'string' }).primaryKey(),
  documents: integer('documents').notNull(),
  /** The debits of those documents, in haléře. */
  controlSumHal: bigint('control_sum_hal', { mode: 'bigint' }).notNull(),
  officerId: uuid('officer_id')
    .notNull()
    .references(() => identity.id, { onDelete: 'restrict' }),
  at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
})

/** With what each account begins a year, as its predecessor was closed. Append-only. */
export const yearlyOpening = pgTable(
  'yearly_opening',
  {
    year: smallint('year').notNull(),
    accountId: bigint('account_id', { mode: 'number' })
      .notNull()
      .references(() => account.id, { onDelete: 'restrict' }),
    balanceHal: bigint('balance_hal', { mode: 'bigint' }).notNull(),
  },
  (t) => [primaryKey({ name: 'yearly_opening_key', columns: [t.year, t.accountId] })],
)
