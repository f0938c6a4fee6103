import { desc, eq } from 'drizzle-orm'
import { database } from '#db/client'
import { outgoingMail } from '#db/schema/notice'
import type { Actor, Citizen } from '#lib/actor/actor'
import { type IsoDate, pragueDate } from '#lib/core/dates'
import { normalizeHumanCode } from '#lib/core/ids'

/** Longer than any code with generous spacing. */
const longestCode = 64

/** Whether a message with this code is ours and which day it went out; tells nothing else about it. */
export async function verifyMailCode(_actor: Actor, code: string): Promise<{ sentOn: IsoDate } | null> {
  if (code.length > longestCode || code.includes('\0')) return null
  const [mail] = await database()
    .select({ createdAt: outgoingMail.createdAt, sentAt: outgoingMail.sentAt })
    .from(outgoingMail)
    .where(eq(outgoingMail.verificationCode, normalizeHumanCode(code)))
  // Who holds the code of a mail not marked as sent got it just before a crash: it is ours all the same.
  return mail ? { sentOn: pragueDate(mail.sentAt ?? mail.createdAt) } : null
}

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
