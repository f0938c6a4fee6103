import { inArray, lte } from 'drizzle-orm'
import { database } from '#db/client'
import { paymentAttempt } from '#db/schema/payment'
import type { Job } from '#lib/actor/actor'
import { instantAt, now } from '#lib/core/clock'
import { log } from '#lib/core/log'
import { refreshPayment } from './refresh.commands.ts'

/**
 * The poller's round: takes the attempts whose time has come, a few at a time, and asks about each. A claimed
 * attempt is pushed a minute ahead, so that several workers do not ask twice and a crash loses nothing.
 */
export async function pollDuePayments(actor: Job, limit = 50): Promise<number> {
  const due = await database()
    .update(paymentAttempt)
    .set({ nextCheckAt: instantAt(now().getTime() + 60_000) })
    .where(
      inArray(
        paymentAttempt.id,
        database()
          .select({ id: paymentAttempt.id })
          .from(paymentAttempt)
          .where(lte(paymentAttempt.nextCheckAt, now()))
          .orderBy(paymentAttempt.nextCheckAt)
          .limit(limit)
          .for('update', { skipLocked: true }),
      ),
    )
    .returning({ id: paymentAttempt.id })
  const results = await Promise.allSettled(due.map((row) => refreshPayment(actor, row.id)))
  for (const result of results) {
    if (result.status === 'rejected') log.error(result.reason, 'a payment could not be refreshed')
  }
  return due.length
}
