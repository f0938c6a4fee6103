import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import { account } from '#db/schema/account'
import { identity } from './identity.ts'

/** Whose fees one sender pays together, as agreed with the office: a household's or a landlord's. Changed only by its end. */
export const paymentList = pgTable(
  'payment_list',
  {
    id: integer('id').primaryKey().generatedAlwaysAsIdentity(),
    name: text('name').notNull(),
    /** The sender's account, written in one way, and the symbol they send with. */
    counterAccount: text('counter_account').notNull(),
    variableSymbol: text('variable_symbol').notNull(),
    validFrom: date('valid_from', { mode: 'string' }).notNull(),
    validTo: date('valid_to', { mode: 'string' }),
    agreedBy: uuid('agreed_by')
      .notNull()
      .references(() => identity.id, { onDelete: 'restrict' }),
    agreedAt: timestamp('agreed_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex('payment_list_one_valid').on(t.counterAccount, t.variableSymbol).where(sql`valid_to is null`),
    check('payment_list_days', sql`${t.validTo} is null or ${t.validTo} >= ${t.validFrom}`),
    check('payment_list_symbol', sql`${t.variableSymbol} ~ '^[1-9][0-9]{0,9}$'`),
  ],
)

/** The personal accounts a list pays. Append-only. */
export const paymentListMember = pgTable(
  'payment_list_member',
  {
    listId: integer('list_id')
      .notNull()
      .references(() => paymentList.id, { onDelete: 'restrict' }),
    accountId: bigint('account_id', { mode: 'number' })
      .notNull()
      .references(() => account.id, { onDelete: 'restrict' }),
  },
  (t) => [
    primaryKey({ name: 'payment_list_member_key', columns: [t.listId, t.accountId] }),
    index('payment_list_member_account_index').on(t.accountId),
  ],
)
