import { eq } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { outgoingMail } from '#db/schema/notice'
import { now } from '#lib/core/clock'
import { env } from '#lib/core/env'
import { newId, normalizeHumanCode } from '#lib/core/ids'
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
