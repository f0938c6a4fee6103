import { sql } from 'drizzle-orm'
import {
  type AnyPgColumn,
  bigint,
  check,
  date,
  index,
  pgTable,
  text,
  timestamp,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { account } from '#db/schema/account'
import { feeKind } from './fee.ts'
import { payer } from './payer.ts'

/** One claim (předpis): payer, fee, period, due date, legal state. Its amount is in the journal, never here. */
export const assessment = pgTable(
  'assessment',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    externalId: text('external_id').notNull(),
    payerId: uuid('payer_id')
      .notNull()
      .references(() => payer.id, { onDelete: 'restrict' }),
    feeKindCode: text('fee_kind_code')
      .notNull()
      .references(() => feeKind.code, { onDelete: 'restrict' }),
    accountId: bigint('account_id', { mode: 'number' })
      .notNull()
      .references(() => account.id, { onDelete: 'restrict' }),
    period: text('period').notNull(),
    component: text('component', { enum: ['principal', 'increase', 'costs', 'interest'] })
      .notNull()
      .default('principal'),
    /** An accessory shares the fate of its principal. */
    parentId: uuid('parent_id').references((): AnyPgColumn => assessment.id, { onDelete: 'restrict' }),
    /** The date of the bylaw or decision. */
    dueOn: date('due_on', { mode: 'string' }).notNull(),
    /** The last day on time after the shift of § 33(4) of the tax code. */
    lastDay: date('last_day', { mode: 'string' }).notNull(),
    originalDueOn: date('original_due_on', { mode: 'string' }),
    legalState: text('legal_state', {
      enum: ['expected', 'settled_on_time', 'to_be_assessed', 'assessed', 'enforced', 'lapsed'],
    })
      .notNull()
      .default('expected'),
    variableSymbol: text('variable_symbol'),
    specificSymbol: text('specific_symbol'),
    note: text('note'),
    /** What an agenda system says was paid there, and as of which day; mirrored by journal entries. */
    paidElsewhereHal: bigint('paid_elsewhere_hal', { mode: 'bigint' }).notNull().default(sql`0`),
    paidElsewhereAsOf: date('paid_elsewhere_as_of', { mode: 'string' }),
    /** Set by an explicit storno; the journal then carries the amount back to zero. */
    cancelledAt: timestamp('cancelled_at', { withTimezone: true }),
    /** Set when the payer was corrected: the claim lives on in a new row with the same external number. */
    supersededAt: timestamp('superseded_at', { withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    unique('assessment_on_account_unique').on(t.id, t.accountId),
    uniqueIndex('assessment_external_id_unique').on(t.externalId).where(sql`superseded_at is null`),
    index('assessment_payer_index').on(t.payerId, t.lastDay),
    index('assessment_account_index').on(t.accountId),
    index('assessment_variable_symbol_index').on(t.variableSymbol),
    check('assessment_variable_symbol', sql`${t.variableSymbol} ~ '^[1-9][0-9]{0,9}$'`),
    check('assessment_specific_symbol', sql`${t.specificSymbol} ~ '^[1-9][0-9]{0,9}$'`),
    check('assessment_last_day', sql`${t.lastDay} >= ${t.dueOn}`),
    check('assessment_accessory_has_parent', sql`${t.component} = 'principal' or ${t.parentId} is not null`),
  ],
)
