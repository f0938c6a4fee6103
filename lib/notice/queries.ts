import { desc, eq } from 'drizzle-orm'
import { database } from '#db/client'
import { outgoingMail } from '#db/schema/notice'
import { paymentAttempt } from '#db/schema/payment'
import type { Actor, Citizen } from '#lib/actor/actor'
import { type IsoDate, isoDate, pragueDate } from '#lib/core/dates'
import { normalizeHumanCode } from '#lib/core/ids'

/** Longer than any code with generous spacing. */
const longestCode = 64

/**
 * Whether a message or a confirmation with this code is ours, and of which day; tells nothing else about it. A
 * mail not marked as sent is ours all the same: its receiver got it just before a crash.
 */
export async function verifyMailCode(_actor: Actor, code: string): Promise<{ sentOn: IsoDate } | null> {
  if (code.length > longestCode || code.includes('\0')) return null
  const [mail] = await database()
    .select({ createdAt: outgoingMail.createdAt, sentAt: outgoingMail.sentAt })
    .from(outgoingMail)
    .where(eq(outgoingMail.verificationCode, normalizeHumanCode(code)))
  if (mail) return { sentOn: pragueDate(mail.sentAt ?? mail.createdAt) }
  const [payment] = await database()
    .select({ paidOn: paymentAttempt.paidOn })
    .from(paymentAttempt)
    .where(eq(paymentAttempt.confirmationCode, normalizeHumanCode(code)))
  return payment?.paidOn ? { sentOn: isoDate(payment.paidOn) } : null
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
