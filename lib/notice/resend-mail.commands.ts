import { and, gt, isNull, lt, sql } from 'drizzle-orm'
import { database } from '#db/client'
import { outgoingMail } from '#db/schema/notice'
import type { Job } from '#lib/actor/actor'
import { instantAt, now } from '#lib/core/clock'
import { enqueue } from '#lib/queue/enqueue.commands'
import { deliveryLifetimeMs, isGivenUp } from './rules.ts'

const stuckAfterMs = 10 * 60 * 1000

const resentAtOnce = 500

/** Queues again the mails that are unsent, not given up, and have lost their job; returns how many. */
export async function resendStuckMail(_actor: Job): Promise<number> {
  const nowMs = now().getTime()
  // While a job still repeats its tries, another one would only hurry the mail towards its end.
  const hasJob = sql`exists (select from pgboss.job where name = 'send-mail'
    and state in ('created', 'retry', 'active') and data->>'mailId' = ${outgoingMail.id}::text)`
  const unsent = await database()
    .select()
    .from(outgoingMail)
    .where(
      and(
        isNull(outgoingMail.sentAt),
        lt(outgoingMail.createdAt, instantAt(nowMs - stuckAfterMs)),
        gt(outgoingMail.createdAt, instantAt(nowMs - deliveryLifetimeMs)),
        sql`not ${hasJob}`,
      ),
    )
    .orderBy(outgoingMail.createdAt)
    .limit(resentAtOnce)
  const stuck = unsent.filter((mail) => !isGivenUp(mail, nowMs - mail.createdAt.getTime()))
  for (const mail of stuck) await enqueue(database(), 'send-mail', { mailId: mail.id })
  return stuck.length
}
