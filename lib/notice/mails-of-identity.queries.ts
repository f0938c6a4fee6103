import { desc, eq } from 'drizzle-orm'
import { database } from '#db/client'
import { outgoingMail } from '#db/schema/notice'
import type { Citizen } from '#lib/actor/actor'

export interface MailOfIdentity {
  id: string
  subject: string
  recipient: string
  createdAt: Date
  sentAt: Date | null
}

const mailsShown = 100

/** What the portal wrote to this person, newest first. */
export async function mailsOfIdentity(actor: Citizen): Promise<MailOfIdentity[]> {
  return database()
    .select({
      id: outgoingMail.id,
      subject: outgoingMail.subject,
      recipient: outgoingMail.recipient,
      createdAt: outgoingMail.createdAt,
      sentAt: outgoingMail.sentAt,
    })
    .from(outgoingMail)
    .where(eq(outgoingMail.identityId, actor.identityId))
    .orderBy(desc(outgoingMail.createdAt), desc(outgoingMail.id))
    .limit(mailsShown)
}
