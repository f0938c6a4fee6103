import { desc, eq } from 'drizzle-orm'
import { database } from '#db/client'
import { outgoingMail } from '#db/schema/notice'
import type { Citizen } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { isGivenUp } from './rules.ts'

export interface MailOfIdentity {
  id: string
  subject: string
  recipient: string
  createdAt: Date
  sentAt: Date | null
  /** `failed`: nobody tries to send it any more. */
  state: 'sent' | 'waiting' | 'failed'
}

const mailsShown = 100

/** What the portal wrote to this person, newest first. */
export async function mailsOfIdentity(actor: Citizen): Promise<MailOfIdentity[]> {
  const rows = await database()
    .select({
      id: outgoingMail.id,
      subject: outgoingMail.subject,
      recipient: outgoingMail.recipient,
      createdAt: outgoingMail.createdAt,
      sentAt: outgoingMail.sentAt,
      tries: outgoingMail.tries,
      problem: outgoingMail.problem,
    })
    .from(outgoingMail)
    .where(eq(outgoingMail.identityId, actor.identityId))
    .orderBy(desc(outgoingMail.createdAt), desc(outgoingMail.id))
    .limit(mailsShown)
  return rows.map(({ tries, problem, ...mail }) => {
    const isLost = isGivenUp({ tries, problem }, now().getTime() - mail.createdAt.getTime())
    return { ...mail, state: mail.sentAt ? 'sent' : isLost ? 'failed' : 'waiting' }
  })
}
