import { eq } from 'drizzle-orm'
import { database } from '#db/client'
import { outgoingMail } from '#db/schema/notice'
import { paymentAttempt } from '#db/schema/payment'
import type { Actor } from '#lib/actor/actor'
import { type IsoDate, isoDate, pragueDate } from '#lib/core/dates'
import { normalizeHumanCode } from '#lib/core/ids'

/** Longer than any code with generous spacing. */
const longestCode = 64

/** What a genuine message says; a forged one that borrowed its code says something else. */
export interface VerifiedMessage {
  sentOn: IsoDate
  payment: { reference: string; amountHal: bigint } | null
}

/**
 * Whether a message or a confirmation with this code is ours, of which day, and of which payment. A mail not
 * marked as sent is ours all the same: its receiver got it just before a crash.
 */
export async function verifyMailCode(_actor: Actor, code: string): Promise<VerifiedMessage | null> {
  if (code.length > longestCode || code.includes('\0')) return null
  const typed = normalizeHumanCode(code)
  const [[mail], [attempt]] = await Promise.all([
    database()
      .select({ createdAt: outgoingMail.createdAt, sentAt: outgoingMail.sentAt })
      .from(outgoingMail)
      .where(eq(outgoingMail.verificationCode, typed)),
    database()
      .select({
        paidOn: paymentAttempt.paidOn,
        reference: paymentAttempt.reference,
        amountHal: paymentAttempt.amountHal,
      })
      .from(paymentAttempt)
      .where(eq(paymentAttempt.confirmationCode, typed)),
  ])
  const payment = attempt ? { reference: attempt.reference, amountHal: attempt.amountHal } : null
  if (mail) return { sentOn: pragueDate(mail.sentAt ?? mail.createdAt), payment }
  return attempt?.paidOn ? { sentOn: isoDate(attempt.paidOn), payment } : null
}
