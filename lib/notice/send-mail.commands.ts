import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import type { ReservedSql } from 'postgres'
import { database, databaseDriver, type Transaction } from '#db/client'
import { outgoingMail } from '#db/schema/notice'
import type { Job } from '#lib/actor/actor'
import { instantAt, now } from '#lib/core/clock'
import { env } from '#lib/core/env'
import { newId, normalizeHumanCode } from '#lib/core/ids'
import { log } from '#lib/core/log'
import { deliveryLifetimeMs, isGivenUp, problemOf } from '#lib/notice/rules'
import { deliver, type Letter } from '#lib/notice/smtp'
import { enqueue } from '#lib/queue/enqueue.commands'

export interface NewMail {
  /** What happened, e.g. `payment-received:<attempt>`: one event makes one mail. */
  eventKey: string
  identityId: string | null
  recipient: string
  subject: string
  body: string
  verificationCode: string
}

/** Writes a mail and the job that sends it into the given transaction; false when the event has its mail already. */
export async function queueMail(tx: Transaction, mail: NewMail): Promise<boolean> {
  const [made] = await tx
    .insert(outgoingMail)
    .values({
      ...mail,
      verificationCode: normalizeHumanCode(mail.verificationCode),
      messageId: `<${newId()}@${new URL(env().PORTAL_URL).hostname}>`,
      createdAt: now(),
    })
    // Any conflict: of two at once, the one that loses may learn it by the code instead of by the event.
    .onConflictDoNothing()
    .returning({ id: outgoingMail.id })
  if (!made) {
    const [same] = await tx
      .select({ id: outgoingMail.id })
      .from(outgoingMail)
      .where(eq(outgoingMail.eventKey, mail.eventKey))
    if (!same) throw new Error('The code of a mail is taken by another one.')
    return false
  }
  await enqueue(tx, 'send-mail', { mailId: made.id })
  return true
}

/**
 * Sends one mail: `already` when it is sent or just being sent by another worker, `failed` when it is given up
 * or does not exist. Throws when the server did not take it and it is worth trying again.
 *
 * A crash after the server took the mail and before that was written down makes it go out twice, both times
 * with the same Message-ID, by which mail programs know it for one.
 */
export async function sendMail(_actor: Job, mailId: string): Promise<'sent' | 'already' | 'failed'> {
  // The lock belongs to the connection, not to a transaction: none stays open while the mail server thinks,
  // and a worker that dies lets go of it.
  const connection = await databaseDriver().reserve()
  try {
    const [lock] = await connection<{ taken: boolean }[]>`
      select pg_try_advisory_lock(hashtextextended(${`send-mail:${mailId}`}, 0)) as taken`
    if (!lock?.taken) return 'already'
    try {
      return await sendLocked(connection, mailId)
    } finally {
      await connection`select pg_advisory_unlock(hashtextextended(${`send-mail:${mailId}`}, 0))`
    }
  } finally {
    connection.release()
  }
}

interface UnsentMail extends Letter {
  tries: number
  problem: string | null
  isSent: boolean
  createdAtMs: number
}

// All on the one connection: senders that each held one and waited for a second would starve one another.
async function sendLocked(connection: ReservedSql, mailId: string): Promise<'sent' | 'already' | 'failed'> {
  const [mail] = await connection<UnsentMail[]>`
    select message_id as "messageId", recipient, subject, body, tries, problem, sent_at is not null as "isSent",
      (extract(epoch from created_at) * 1000)::float8 as "createdAtMs"
    from outgoing_mail where id = ${mailId}`
  if (!mail) return 'failed'
  if (mail.isSent) return 'already'
  const ageMs = now().getTime() - mail.createdAtMs
  if (isGivenUp(mail, ageMs)) return 'failed'
  const tries = mail.tries + 1
  try {
    await deliver(mail)
  } catch (error) {
    const problem = problemOf(error)
    await connection`update outgoing_mail set tries = ${tries}, problem = ${problem} where id = ${mailId}`
    log.warn({ mailId, tries, problem }, 'A mail was not sent.')
    if (isGivenUp({ tries, problem }, ageMs)) return 'failed'
    // The error itself is dropped, since it carries the recipient.
    throw new Error(`Mail ${mailId} was not sent: ${problem}`)
  }
  await connection`update outgoing_mail set tries = ${tries}, problem = null, sent_at = ${now().toISOString()}
    where id = ${mailId}`
  return 'sent'
}

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
