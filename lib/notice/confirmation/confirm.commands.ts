import { database } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { queueMail } from '#lib/notice/queue-mail.commands'
import { readConfirmation } from './payment.queries.ts'
import { paymentReceivedMail } from './payment-mail.ts'

/** Writes the e-mail about a settled payment, once however often it is asked; nothing where no address was given. */
export async function confirmPayment(actor: Job, attemptId: string): Promise<boolean> {
  const source = await readConfirmation(actor, attemptId)
  if (!source?.receiptEmail) return false
  const { facts, identityId, receiptEmail } = source
  return database().transaction(async (tx) => {
    const isNew = await queueMail(tx, {
      eventKey: `payment-received:${attemptId}`,
      identityId,
      recipient: receiptEmail,
      verificationCode: facts.verificationCode,
      ...paymentReceivedMail(facts),
    })
    if (isNew) {
      await appendAudit(tx, actor, {
        action: 'mail.queue',
        subjectKind: 'payment_attempt',
        subjectId: attemptId,
      })
    }
    return isNew
  })
}
