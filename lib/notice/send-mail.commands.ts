import type { ReservedSql } from 'postgres'
import { databaseDriver } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { log } from '#lib/core/log'
import { isGivenUp, problemOf } from './rules.ts'
import { deliver, type Letter } from './smtp.ts'

/**
 * Sends one mail: `already` when it is sent, `busy` when another worker is just sending it and nobody knows yet whether it
 * will succeed, `failed` when it is given up or does not exist. Throws when the server did not take it and it is worth trying again.
 *
 * A crash after the server took the mail and before that was written down makes it go out twice, both times
 * with the same Message-ID, by which mail programs know it for one.
 */
export async function sendMail(_actor: Job, mailId: string): Promise<'sent' | 'already' | 'busy' | 'failed'> {
  // The lock belongs to the connection, not to a transaction: none stays open while the mail server thinks,
  // and a worker that dies lets go of it.
  const connection = await databaseDriver().reserve()
  try {
    const [lock] = await connection<{ taken: boolean }[]>`
      select pg_try_advisory_lock(hashtextextended(${`send-mail:${mailId}`}, 0)) as taken`
    if (!lock?.taken) return 'busy'
    try {
      return await sendLocked(connection, mailId)
    } finally {
      const [freed] = await connection<{ isOurs: boolean }[]>`
        select pg_advisory_unlock(hashtextextended(${`send-mail:${mailId}`}, 0)) as "isOurs"`
      // Then the connection changed under us, and what still holds the lock nobody can say.
      if (!freed?.isOurs) log.error({ mailId }, 'the lock of a mail was not on the connection that took it')
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
