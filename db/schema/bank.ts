import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
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
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { heldStatement } from './held-statement.ts'
import { identity } from './identity.ts'
import { journalEntry } from './ledger.ts'

/** One statement of one account of the city, as a file brought it. Append-only. */
export const bankStatement = pgTable(
  'bank_statement',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** As printed, `19-2000145399/0800`. */
    bankAccount: text('bank_account').notNull(),
    format: text('format', { enum: ['gpc', 'camt053', 'fio'] }).notNull(),
    number: text('number'),
    fromOn: date('from_on', { mode: 'string' }).notNull(),
    toOn: date('to_on', { mode: 'string' }).notNull(),
    openingHal: bigint('opening_hal', { mode: 'bigint' }),
    closingHal: bigint('closing_hal', { mode: 'bigint' }),
    entries: integer('entries').notNull(),
    /** How many of its entries were not known before. */
    newEntries: integer('new_entries').notNull(),
    fileName: text('file_name').notNull(),
    fileSha256: text('file_sha256').notNull(),
    /** Mark of what the statement says; the same statement again is not written. */
    fingerprint: text('fingerprint').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    importedAt: timestamp('imported_at', { withTimezone: true }).notNull().defaultNow(),
    /** The day in Prague on which it came; what a statement tells of that very day may go on. */
    receivedOn: date('received_on', { mode: 'string' }).notNull(),
    /** Why it counts: it continues the account, its opening balance was confirmed, an officer released it. */
    admission: text('admission', {
      enum: ['earlier', 'continues', 'opening_confirmed', 'released'],
    }).notNull(),
    /** The held statement it was before. */
    heldId: bigint('held_id', { mode: 'number' }).references(() => heldStatement.id, {
      onDelete: 'restrict',
    }),
  },
  (t) => [
    unique('bank_statement_fingerprint_unique').on(t.fingerprint),
    unique('bank_statement_held_once').on(t.heldId),
    check('bank_statement_not_to_come', sql`${t.admission} = 'earlier' or ${t.toOn} <= ${t.receivedOn}`),
    check('bank_statement_released', sql`${t.admission} <> 'released' or ${t.heldId} is not null`),
    index('bank_statement_account_index').on(t.bankAccount, t.toOn),
    check('bank_statement_days', sql`${t.toOn} >= ${t.fromOn}`),
  ],
)

/** One movement on an account of the city, each once however often statements repeat it. Append-only. */
export const bankEntry = pgTable(
  'bank_entry',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** The statement that brought it first. */
    statementId: bigint('statement_id', { mode: 'number' })
      .notNull()
      .references(() => bankStatement.id, { onDelete: 'restrict' }),
    position: integer('position').notNull(),
    bankAccount: text('bank_account').notNull(),
    /** The day the bank credited or debited the account. */
    bookedOn: date('booked_on', { mode: 'string' }).notNull(),
    /** Signed, incoming positive. */
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    variableSymbol: text('variable_symbol'),
    specificSymbol: text('specific_symbol'),
    constantSymbol: text('constant_symbol'),
    counterAccount: text('counter_account'),
    counterName: text('counter_name'),
    message: text('message'),
    bankReference: text('bank_reference'),
    /**
     * `receipt` waits for its payer; the others never become a citizen's money. A `withdrawal` is none of the bank's: by
     * it the office takes an entry back that should not stand here.
     */
    kind: text('kind', {
      enum: ['receipt', 'outgoing', 'bank_fee', 'gateway_payout', 'other', 'reversal', 'withdrawal'],
    }).notNull(),
    fingerprint: text('fingerprint').notNull(),
    /** Which of several equal entries of one day this is, from 1. */
    occurrence: smallint('occurrence').notNull(),
    journalEntryId: bigint('journal_entry_id', { mode: 'number' })
      .notNull()
      .references(() => journalEntry.id, { onDelete: 'restrict' }),
    /** The entry this one takes back, or, where the bank told the two the other way round, that took it back. */
    reversesBankEntryId: bigint('reverses_bank_entry_id', { mode: 'number' }).references(
      (): AnyPgColumn => bankEntry.id,
      { onDelete: 'restrict' },
    ),
  },
  (t) => [
    unique('bank_entry_fingerprint_unique').on(t.fingerprint),
    unique('bank_entry_journal_entry_unique').on(t.journalEntryId),
    unique('bank_entry_reversed_once').on(t.reversesBankEntryId),
    index('bank_entry_account_index').on(t.bankAccount, t.bookedOn),
    index('bank_entry_counter_account_index').on(t.counterAccount).where(sql`kind = 'receipt'`),
    index('bank_entry_receipt_index').on(t.id).where(sql`kind = 'receipt'`),
    index('bank_entry_outgoing_symbol_index').on(t.variableSymbol).where(sql`kind = 'outgoing'`),
    check('bank_entry_amount', sql`${t.amountHal} <> 0`),
    check('bank_entry_occurrence', sql`${t.occurrence} >= 1`),
    check('bank_entry_receipt_comes_in', sql`${t.kind} <> 'receipt' or ${t.amountHal} > 0`),
    check(
      'bank_entry_withdrawal_takes_back',
      sql`${t.kind} <> 'withdrawal' or ${t.reversesBankEntryId} is not null`,
    ),
  ],
)

/** An entry that a later statement told again: it stands while one of its statements does. Append-only. */
export const bankEntryRepeat = pgTable(
  'bank_entry_repeat',
  {
    bankEntryId: bigint('bank_entry_id', { mode: 'number' })
      .notNull()
      .references(() => bankEntry.id, { onDelete: 'restrict' }),
    statementId: bigint('statement_id', { mode: 'number' })
      .notNull()
      .references(() => bankStatement.id, { onDelete: 'restrict' }),
  },
  (t) => [
    primaryKey({ name: 'bank_entry_repeat_key', columns: [t.bankEntryId, t.statementId] }),
    index('bank_entry_repeat_statement_index').on(t.statementId),
  ],
)

/** A statement an officer took back as a whole; its entries were taken back with it. Append-only. */
export const bankStatementWithdrawal = pgTable('bank_statement_withdrawal', {
  statementId: bigint('statement_id', { mode: 'number' })
    .primaryKey()
    .references(() => bankStatement.id, { onDelete: 'restrict' }),
  reason: text('reason').notNull(),
  officerId: uuid('officer_id')
    .notNull()
    .references(() => identity.id, { onDelete: 'restrict' }),
  at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
})

/**
 * What was decided about a receipt, in turns: the odd ones lay its money on payers, the even ones take the one
 * before them back. Append-only; the last row tells how the receipt stands.
 */
export const bankMatch = pgTable(
  'bank_match',
  {
    bankEntryId: bigint('bank_entry_id', { mode: 'number' })
      .notNull()
      .references(() => bankEntry.id, { onDelete: 'restrict' }),
    turn: smallint('turn').notNull(),
    state: text('state', { enum: ['matched', 'undone'] }).notNull(),
    rule: text('rule', {
      enum: ['symbols', 'variable_symbol', 'officer', 'reversed_by_bank', 'refund_returned', 'agreed_list'],
    }).notNull(),
    /** Codes of the reasons and numbers, for the explanation; of an officer the reason in words. */
    reasons: jsonb('reasons').notNull(),
    journalEntryId: bigint('journal_entry_id', { mode: 'number' })
      .notNull()
      .references(() => journalEntry.id, { onDelete: 'restrict' }),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: 'bank_match_key', columns: [t.bankEntryId, t.turn] }),
    uniqueIndex('bank_match_journal_entry_unique').on(t.journalEntryId),
    check('bank_match_turns', sql`${t.turn} >= 1 and (${t.state} = 'matched') = (${t.turn} % 2 = 1)`),
  ],
)

/** What the rules propose for a receipt they are not certain of; the rows of the last round count. Append-only. */
export const bankProposal = pgTable(
  'bank_proposal',
  {
    bankEntryId: bigint('bank_entry_id', { mode: 'number' })
      .notNull()
      .references(() => bankEntry.id, { onDelete: 'restrict' }),
    round: integer('round').notNull(),
    /** From 1, the best first; 0 is the only row of a round that found nothing. */
    position: smallint('position').notNull(),
    /** 0 to 100. */
    score: smallint('score').notNull(),
    /** Codes of the reasons, `['symbol_one_digit', 'amount_open']`. */
    reasons: jsonb('reasons').$type<string[]>().notNull(),
    /** `[{ accountId, amountHal, assessmentIds }]`, amounts as text. */
    parts: jsonb('parts').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: 'bank_proposal_key', columns: [t.bankEntryId, t.round, t.position] }),
    check('bank_proposal_score', sql`${t.score} between 0 and 100`),
  ],
)
