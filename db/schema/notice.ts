import { sql } from 'drizzle-orm'
import { index, integer, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import { identity } from './identity.ts'

/** An e-mail to be sent: one for one event; a resend after a crash carries the same Message-ID. */
export const outgoingMail = pgTable(
  'outgoing_mail',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    /** What happened, e.g. `payment-received:<attempt>`; unique, so one event makes one mail. */
    eventKey: text('event_key').notNull(),
    messageId: text('message_id').notNull(),
    identityId: uuid('identity_id').references(() => identity.id, { onDelete: 'restrict' }),
    recipient: text('recipient').notNull(),
    subject: text('subject').notNull(),
    body: text('body').notNull(),
    /** Printed in the foot; `/overit` tells whether the message is ours. */
    verificationCode: text('verification_code').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    sentAt: timestamp('sent_at', { withTimezone: true }),
    tries: integer('tries').notNull().default(0),
    problem: text('problem'),
  },
  (t) => [
    index('outgoing_mail_unsent_index').on(t.createdAt).where(sql`sent_at is null`),
    index('outgoing_mail_identity_index').on(t.identityId),
    unique('outgoing_mail_event_unique').on(t.eventKey),
    unique('outgoing_mail_message_unique').on(t.messageId),
    unique('outgoing_mail_verification_unique').on(t.verificationCode),
  ],
)
