import { integer, pgTable, text, timestamp } from 'drizzle-orm/pg-core'

/** How each gateway answered when it was last asked whether it works. */
export const gatewayHealth = pgTable('gateway_health', {
  gateway: text('gateway').primaryKey(),
  /** How many times in a row it did not; 0 when it works. */
  failures: integer('failures').notNull(),
  illSince: timestamp('ill_since', { withTimezone: true }),
  checkedAt: timestamp('checked_at', { withTimezone: true }).notNull(),
  /** What was wrong the last time, without secrets. */
  reason: text('reason'),
})
