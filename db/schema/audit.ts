import { sql } from 'drizzle-orm'
import {
  bigint,
  bigserial,
  customType,
  index,
  jsonb,
  pgTable,
  text,
  timestamp,
  uuid,
} from 'drizzle-orm/pg-core'

const transactionId = customType<{ data: string }>({ dataType: () => 'xid8' })

/** Who did or read what. Append-only, sealed by a job in commit order. */
export const auditEntry = pgTable(
  'audit_entry',
  {
    id: bigserial('id', { mode: 'number' }).primaryKey(),
    at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
    actorKind: text('actor_kind').notNull(),
    actorId: text('actor_id').notNull(),
    action: text('action').notNull(),
    subjectKind: text('subject_kind').notNull(),
    subjectId: text('subject_id').notNull(),
    /** Whose data were read or changed; a citizen sees these rows about themselves. */
    payerId: uuid('payer_id'),
    details: jsonb('details').notNull().default({}),
    transactionId: transactionId('transaction_id').notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [
    index('audit_entry_payer_index').on(t.payerId, t.at).where(sql`payer_id is not null`),
    index('audit_entry_commit_order_index').on(t.transactionId, t.id),
  ],
)

/** One link of the seal over the audit: a hash over the previous seal and the entries it covers. */
export const auditSeal = pgTable('audit_seal', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  /** Entries up to and including this point of the commit order are covered. */
  untilTransactionId: transactionId('until_transaction_id').notNull(),
  untilEntryId: bigint('until_entry_id', { mode: 'number' }).notNull(),
  entries: bigint('entries', { mode: 'number' }).notNull(),
  hash: text('hash').notNull(),
  sealedAt: timestamp('sealed_at', { withTimezone: true }).notNull().defaultNow(),
})
