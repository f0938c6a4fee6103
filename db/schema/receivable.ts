import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  check,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'
import { account } from './account.ts'
import { bankEntry } from './bank.ts'
import { identity } from './identity.ts'
import { journalEntry } from './ledger.ts'
import { payer } from './payer.ts'
import { refund } from './refund.ts'
import { chargeback } from './settlement.ts'

/**
 * What the city has to get from somebody, because a bank took money back that had moved on (pohledávka). Append-only;
 * who owes it is in `receivable_decision`, how it ends in `receivable_move`.
 */
export const receivable = pgTable(
  'receivable',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** What the bank took back: a receipt, or a reversal nobody knows the original of. */
    bankEntryId: bigint('bank_entry_id', { mode: 'number' }).references(() => bankEntry.id, {
      onDelete: 'restrict',
    }),
    chargebackId: uuid('chargeback_id').references(() => chargeback.id, { onDelete: 'restrict' }),
    /** The personal account the money moved on from; null where nobody knows whose it was. */
    accountId: bigint('account_id', { mode: 'number' }).references(() => account.id, {
      onDelete: 'restrict',
    }),
    /** The refund by which it left, where it left by one. */
    refundId: uuid('refund_id').references(() => refund.id, { onDelete: 'restrict' }),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    /** The entry that books it, and the account of the journal on which it stands. */
    entryId: bigint('entry_id', { mode: 'number' })
      .notNull()
      .references(() => journalEntry.id, { onDelete: 'restrict' }),
    ledgerAccountId: bigint('ledger_account_id', { mode: 'number' })
      .notNull()
      .references(() => account.id, { onDelete: 'restrict' }),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index('receivable_account_index').on(t.accountId),
    index('receivable_refund_index').on(t.refundId).where(sql`refund_id is not null`),
    index('receivable_entry_index').on(t.entryId),
    check('receivable_amount', sql`${t.amountHal} > 0`),
    check('receivable_source', sql`num_nonnulls(${t.bankEntryId}, ${t.chargebackId}) = 1`),
  ],
)

/** Who owes a receivable and on which ground of the law, as an officer decided; the last turn counts. Append-only. */
export const receivableDecision = pgTable(
  'receivable_decision',
  {
    receivableId: bigint('receivable_id', { mode: 'number' })
      .notNull()
      .references(() => receivable.id, { onDelete: 'restrict' }),
    turn: smallint('turn').notNull(),
    /** A payer we know, or the name of somebody else. */
    debtorPayerId: uuid('debtor_payer_id').references(() => payer.id, { onDelete: 'restrict' }),
    debtorName: text('debtor_name'),
    ground: text('ground', {
      enum: ['unjust_enrichment', 'undue_refund', 'damage', 'acknowledged', 'other'],
    }).notNull(),
    reason: text('reason').notNull(),
    decidedBy: uuid('decided_by')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: 'receivable_decision_key', columns: [t.receivableId, t.turn] }),
    check('receivable_decision_turn', sql`${t.turn} >= 1`),
    check('receivable_decision_debtor', sql`num_nonnulls(${t.debtorPayerId}, ${t.debtorName}) = 1`),
  ],
)

/** That an officer asks for a receivable to be written off; another one agrees by writing its move. Append-only. */
export const receivableWriteOff = pgTable(
  'receivable_write_off',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    receivableId: bigint('receivable_id', { mode: 'number' })
      .notNull()
      .references(() => receivable.id, { onDelete: 'restrict' }),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    reason: text('reason').notNull(),
    proposedBy: uuid('proposed_by')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index('receivable_write_off_index').on(t.receivableId),
    check('receivable_write_off_amount', sql`${t.amountHal} > 0`),
  ],
)

/**
 * What makes a receivable smaller, or, with a minus, larger again: a receipt laid on it, credit of its debtor, money that
 * the bank gave back after all, a write-off. Append-only.
 */
export const receivableMove = pgTable(
  'receivable_move',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    receivableId: bigint('receivable_id', { mode: 'number' })
      .notNull()
      .references(() => receivable.id, { onDelete: 'restrict' }),
    kind: text('kind', { enum: ['receipt', 'credit', 'won', 'write_off'] }).notNull(),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    entryId: bigint('entry_id', { mode: 'number' })
      .notNull()
      .references(() => journalEntry.id, { onDelete: 'restrict' }),
    /** The receipt, where one was laid on it or taken off again. */
    bankEntryId: bigint('bank_entry_id', { mode: 'number' }).references(() => bankEntry.id, {
      onDelete: 'restrict',
    }),
    writeOffId: bigint('write_off_id', { mode: 'number' }).references(() => receivableWriteOff.id, {
      onDelete: 'restrict',
    }),
    reason: text('reason').notNull(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    index('receivable_move_receivable_index').on(t.receivableId),
    index('receivable_move_entry_index').on(t.entryId),
    check('receivable_move_amount', sql`${t.amountHal} <> 0`),
    check('receivable_move_receipt', sql`(${t.kind} = 'receipt') = (${t.bankEntryId} is not null)`),
    check('receivable_move_write_off', sql`(${t.kind} = 'write_off') = (${t.writeOffId} is not null)`),
  ],
)
