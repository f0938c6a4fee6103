import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core'

/** A kind of claim and its legal regime (druh poplatku). */
export const feeKind = pgTable('fee_kind', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  regime: text('regime', {
    enum: ['local_fee', 'fine', 'designated_amount', 'admin_fee', 'civil'],
  }).notNull(),
  /** `book`: the personal accounts are kept here. `mirror`: kept in an agenda system, shown "as of". */
  posting: text('posting', { enum: ['book', 'mirror'] })
    .notNull()
    .default('book'),
  constantSymbol: text('constant_symbol'),
  sortOrder: integer('sort_order').notNull().default(0),
  /** Transfers credited up to this day are known; the overview names it and goes silent when it is stale. */
  paymentsKnownUntil: date('payments_known_until', { mode: 'string' }),
})

/** An amount by category, valid from–to (sazba). */
export const feeRate = pgTable(
  'fee_rate',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    feeKindCode: text('fee_kind_code')
      .notNull()
      .references(() => feeKind.code, { onDelete: 'restrict' }),
    category: text('category').notNull(),
    description: text('description').notNull(),
    amountHal: bigint('amount_hal', { mode: 'bigint' }).notNull(),
    per: text('per', { enum: ['year', 'person_day', 'decision'] })
      .notNull()
      .default('year'),
    relief: text('relief', { enum: ['whole_year', 'by_month', 'state_on_1_january'] })
      .notNull()
      .default('by_month'),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validTo: date('valid_to', { mode: 'string' }),
  },
  (t) => [
    index('fee_rate_kind_index').on(t.feeKindCode, t.validFrom),
    check('fee_rate_amount', sql`${t.amountHal} >= 0`),
  ],
)

/** The common due date set by a bylaw, valid from–to; the working-day shift is computed. */
export const feeDueRule = pgTable(
  'fee_due_rule',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    feeKindCode: text('fee_kind_code')
      .notNull()
      .references(() => feeKind.code, { onDelete: 'restrict' }),
    dueMonth: integer('due_month'),
    dueDay: integer('due_day'),
    /** § 33(4) of the tax code: a day off moves the last day to the next working day. */
    shiftsToWorkingDay: boolean('shifts_to_working_day').notNull().default(true),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validTo: date('valid_to', { mode: 'string' }),
  },
  (t) => [index('fee_due_rule_kind_index').on(t.feeKindCode, t.validFrom)],
)

/** The city's bank account for a fee kind, valid from–to. */
export const feeBankAccount = pgTable(
  'fee_bank_account',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    feeKindCode: text('fee_kind_code')
      .notNull()
      .references(() => feeKind.code, { onDelete: 'restrict' }),
    accountNumber: text('account_number').notNull(),
    iban: text('iban').notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validTo: date('valid_to', { mode: 'string' }),
  },
  (t) => [index('fee_bank_account_kind_index').on(t.feeKindCode, t.validFrom)],
)

/** § 166 of the tax code: which day counts as the day of payment, by way of payment, valid from–to. */
export const paymentDayRule = pgTable(
  'payment_day_rule',
  {
    way: text('way', { enum: ['card', 'bank_button', 'transfer', 'post', 'cash'] }).notNull(),
    counts: text('counts', { enum: ['order', 'credited', 'taken_over'] }).notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validTo: date('valid_to', { mode: 'string' }),
  },
  (t) => [primaryKey({ name: 'payment_day_rule_key', columns: [t.way, t.validFrom] })],
)
