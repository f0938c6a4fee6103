import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { bankEntry } from './bank.ts'
import { journalEntry } from './ledger.ts'
import { paymentAttempt } from './payment.ts'
import { refund } from './refund.ts'

const entryColumn = (name: string) =>
  bigint(name, { mode: 'number' })
    .unique()
    .references(() => journalEntry.id, { onDelete: 'restrict' })

const written = {
  actorKind: text('actor_kind').notNull(),
  actorId: text('actor_id').notNull(),
  at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
}

/** Money a gateway sent to the bank at once, as its settlement tells. Append-only. */
export const settlementTransfer = pgTable(
  'settlement_transfer',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    gateway: text('gateway').notNull(),
    /** What the gateway knows the transfer by; one transfer, one row, whatever way it came. */
    transferKey: text('transfer_key').notNull(),
    transferredOn: date('transferred_on', { mode: 'string' }).notNull(),
    /** The symbol on the bank's line, where the gateway tells it. */
    variableSymbol: text('variable_symbol'),
    /** What it says it sent; null where it tells only the payments, and the bank's line tells the rest. */
    amountHal: bigint('amount_hal', { mode: 'bigint' }),
    rows: integer('rows').notNull(),
    /** The name of the file, or null where the gateway answered a question. */
    fileName: text('file_name'),
    /** The entry that books the fees of its rows; null where there are none. */
    feeEntryId: entryColumn('fee_entry_id'),
    ...written,
  },
  (t) => [
    unique('settlement_transfer_key_unique').on(t.gateway, t.transferKey),
    index('settlement_transfer_symbol_index').on(t.gateway, t.variableSymbol),
    check('settlement_transfer_rows', sql`${t.rows} >= 1`),
  ],
)

/** One line of a gateway's settlement, seen from the city: what came is positive. Append-only. */
export const settlementRow = pgTable(
  'settlement_row',
  {
    transferId: bigint('transfer_id', { mode: 'number' })
      .notNull()
      .references(() => settlementTransfer.id, { onDelete: 'restrict' }),
    position: integer('position').notNull(),
    kind: text('kind', {
      enum: ['payment', 'refund', 'fee', 'chargeback', 'chargeback_won', 'other'],
    }).notNull(),
    gatewayPaymentId: text('gateway_payment_id'),
    /** Our own reference, as the gateway repeats it. */
    reference: text('reference'),
    /** The payment of ours it speaks of; null where there is none. */
    attemptId: uuid('attempt_id').references(() => paymentAttempt.id, { onDelete: 'restrict' }),
    grossHal: bigint('gross_hal', { mode: 'bigint' }).notNull(),
    /** What the gateway keeps; null where it does not tell. */
    feeHal: bigint('fee_hal', { mode: 'bigint' }),
    netHal: bigint('net_hal', { mode: 'bigint' }).notNull(),
    /** False where gross, fee with its parts, and net do not give one another. */
    feeAgrees: boolean('fee_agrees').notNull(),
    orderedOn: date('ordered_on', { mode: 'string' }),
    fingerprint: text('fingerprint').notNull(),
  },
  (t) => [
    primaryKey({ name: 'settlement_row_key', columns: [t.transferId, t.position] }),
    unique('settlement_row_fingerprint_unique').on(t.fingerprint),
    index('settlement_row_attempt_index').on(t.attemptId).where(sql`attempt_id is not null`),
    check('settlement_row_payment_comes', sql`${t.kind} <> 'payment' or ${t.grossHal} > 0`),
    check(
      'settlement_row_returned_goes',
      sql`${t.kind} not in ('refund', 'chargeback') or ${t.grossHal} < 0`,
    ),
    check('settlement_row_fee_only', sql`${t.kind} <> 'fee' or ${t.grossHal} = 0`),
  ],
)

/** Which line of the bank's statement is which transfer. Append-only; a line the bank took back counts no more. */
export const settlementPayout = pgTable(
  'settlement_payout',
  {
    bankEntryId: bigint('bank_entry_id', { mode: 'number' })
      .notNull()
      .references(() => bankEntry.id, { onDelete: 'restrict' }),
    transferId: bigint('transfer_id', { mode: 'number' })
      .notNull()
      .references(() => settlementTransfer.id, { onDelete: 'restrict' }),
    /** The fee that only the bank's line told: gross of its transfers less what came; with the first of them. */
    feeEntryId: entryColumn('fee_entry_id'),
    ...written,
  },
  (t) => [
    primaryKey({ name: 'settlement_payout_key', columns: [t.bankEntryId, t.transferId] }),
    index('settlement_payout_transfer_index').on(t.transferId),
  ],
)

/**
 * What one line of the bank is less by, where the gateway told only its payments: a refund or a chargeback of ours, and by
 * what it is more, a chargeback won. Append-only; with a line the bank took back it counts no more.
 */
export const settlementDeduction = pgTable(
  'settlement_deduction',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    bankEntryId: bigint('bank_entry_id', { mode: 'number' })
      .notNull()
      .references(() => bankEntry.id, { onDelete: 'restrict' }),
    refundId: uuid('refund_id').references(() => refund.id, { onDelete: 'restrict' }),
    chargebackId: uuid('chargeback_id').references((): AnyPgColumn => chargeback.id, {
      onDelete: 'restrict',
    }),
    wonChargebackId: uuid('won_chargeback_id').references((): AnyPgColumn => chargebackWon.chargebackId, {
      onDelete: 'restrict',
    }),
    /** By so much less came; negative where more came. */
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    ...written,
  },
  (t) => [
    index('settlement_deduction_line_index').on(t.bankEntryId),
    index('settlement_deduction_refund_index').on(t.refundId).where(sql`refund_id is not null`),
    check(
      'settlement_deduction_subject',
      sql`num_nonnulls(${t.refundId}, ${t.chargebackId}, ${t.wonChargebackId}) = 1
          and (${t.amountHal} < 0) = (${t.wonChargebackId} is not null) and ${t.amountHal} <> 0`,
    ),
  ],
)

/** A card payment its bank took back from the city. Append-only. */
export const chargeback = pgTable(
  'chargeback',
  {
    id: uuid('id').primaryKey(),
    attemptId: uuid('attempt_id')
      .notNull()
      .references(() => paymentAttempt.id, { onDelete: 'restrict' }),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    reason: text('reason').notNull(),
    entryId: entryColumn('entry_id').notNull(),
    ...written,
  },
  (t) => [
    index('chargeback_attempt_index').on(t.attemptId),
    check('chargeback_amount', sql`${t.amountHal} > 0`),
  ],
)

/** A chargeback that was decided for the city: the money is back. Append-only. */
export const chargebackWon = pgTable('chargeback_won', {
  chargebackId: uuid('chargeback_id')
    .primaryKey()
    .references(() => chargeback.id, { onDelete: 'restrict' }),
  reason: text('reason').notNull(),
  entryId: entryColumn('entry_id').notNull(),
  ...written,
})

/** A difference of reconciliation that cannot be mended, closed by an officer with a reason. Append-only. */
export const settlementClosing = pgTable('settlement_closing', {
  /** The kind, what it is about and its amount: when any of them changes, the difference is open again. */
  differenceKey: text('difference_key').primaryKey(),
  reason: text('reason').notNull(),
  ...written,
})
