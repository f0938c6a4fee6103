import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core'
import { account } from './account.ts'
import { assessment } from './assessment.ts'

const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' })

/** One event of money. Append-only; a mistake is corrected by an entry that reverses it. */
export const journalEntry = pgTable(
  'journal_entry',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text('kind', {
      enum: [
        'assessment',
        'correction',
        'cancellation',
        'payment',
        'paid_elsewhere',
        'allocation',
        'reversal',
        'opening_balance',
        'bank_receipt',
        'bank_outgoing',
        'bank_fee',
        'gateway_payout',
        'bank_other',
        'refund',
        'refund_sent',
        'refund_returned',
        'gateway_fee',
        'chargeback',
        'day_correction',
        'credit_transfer',
        'receivable_paid',
        'receivable_offset',
        'receivable_written_off',
      ],
    }).notNull(),
    /** The legal day (§ 166 of the tax code for payments). */
    effectiveOn: date('effective_on', { mode: 'string' }).notNull(),
    /** True while the legal day waits for the settlement file or bank line that will tell it for certain. */
    dayIsProvisional: boolean('day_is_provisional').notNull().default(false),
    /** The accounting day, always in an open month. */
    bookedOn: date('booked_on', { mode: 'string' }).notNull(),
    recordedAt: timestamp('recorded_at', { withTimezone: true }).notNull().defaultNow(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    sourceReference: text('source_reference').notNull(),
    /** Unique mark of the outside event this entry books; claimed before anything else is written. */
    fingerprint: text('fingerprint'),
    way: text('way', { enum: ['card', 'bank_button', 'transfer', 'post', 'cash'] }),
    reversesEntryId: bigint('reverses_entry_id', { mode: 'number' }).references(
      (): AnyPgColumn => journalEntry.id,
      { onDelete: 'restrict' },
    ),
    transactionId: transactionId('transaction_id').notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [
    unique('journal_entry_fingerprint_unique').on(t.fingerprint),
    unique('journal_entry_reversed_once').on(t.reversesEntryId),
    // Rows of one time lie together, so that a summary of blocks is enough.
    index('journal_entry_recorded_index').using('brin', t.recordedAt),
    index('journal_entry_booked_index').using('brin', t.bookedOn),
  ],
)

/** One leg of an entry: debit is positive, credit negative; all legs of an entry sum to zero. */
export const journalLine = pgTable(
  'journal_line',
  {
    entryId: bigint('entry_id', { mode: 'number' })
      .notNull()
      .references(() => journalEntry.id, { onDelete: 'restrict' }),
    lineNumber: smallint('line_number').notNull(),
    accountId: bigint('account_id', { mode: 'number' })
      .notNull()
      .references(() => account.id, { onDelete: 'restrict' }),
    assessmentId: uuid('assessment_id'),
    /** Which side of a personal account: `debit` what is assessed, `credit` what is paid. Null elsewhere. */
    side: text('side', { enum: ['debit', 'credit'] }),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
  },
  (t) => [
    primaryKey({ name: 'journal_line_key', columns: [t.entryId, t.lineNumber] }),
    foreignKey({
      name: 'journal_line_assessment_on_account',
      columns: [t.assessmentId, t.accountId],
      foreignColumns: [assessment.id, assessment.accountId],
    }).onDelete('restrict'),
    index('journal_line_account_index').on(t.accountId),
    index('journal_line_assessment_index').on(t.assessmentId).where(sql`assessment_id is not null`),
    check('journal_line_amount', sql`${t.amountHal} <> 0`),
    check('journal_line_assessment_has_side', sql`${t.assessmentId} is null or ${t.side} is not null`),
    check(
      'journal_line_debit_names_assessment',
      sql`${t.side} is distinct from 'debit' or ${t.assessmentId} is not null`,
    ),
  ],
)

/** Read model of one assessment, kept by the journal's trigger; `ledger verify` recomputes it. */
export const assessmentBalance = pgTable(
  'assessment_balance',
  {
    assessmentId: uuid('assessment_id').primaryKey(),
    assessedHal: bigint('assessed_hal', { mode: 'bigint' }).notNull(),
    paidHal: bigint('paid_hal', { mode: 'bigint' }).notNull(),
  },
  (t) => [
    check('assessment_balance_never_overpaid', sql`${t.paidHal} >= 0 and ${t.paidHal} <= ${t.assessedHal}`),
  ],
)

/** Read model of one personal account, kept by the journal's trigger; credit is money not laid on any assessment. */
export const accountBalance = pgTable(
  'account_balance',
  {
    accountId: bigint('account_id', { mode: 'number' }).primaryKey(),
    balanceHal: bigint('balance_hal', { mode: 'bigint' }).notNull(),
    creditHal: bigint('credit_hal', { mode: 'bigint' }).notNull(),
  },
  (t) => [check('account_balance_credit', sql`${t.creditHal} >= 0`)],
)
