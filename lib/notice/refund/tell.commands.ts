import { database } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { humanCode } from '#lib/core/ids'
import { queueMail } from '#lib/notice/queue-mail.commands'
import { readSender } from '../sender.queries.ts'
import { readFinishedRefund } from './finished.queries.ts'
import { refundDoneMail } from './refund-mail.ts'

/** Writes the e-mails that money went back, one for each login of the entitled payer, however often it is asked. */
export async function tellRefund(actor: Job, refundId: string): Promise<number> {
  const sender = await readSender()
  return database().transaction(async (tx) => {
    let made = 0
    for (const refund of await readFinishedRefund(tx, actor, refundId)) {
      const verificationCode = humanCode(8)
      const isNew = await queueMail(tx, {
        eventKey: `refund-done:${refundId}:${refund.identityId}`,
        identityId: refund.identityId,
        recipient: refund.email,
        verificationCode,
        ...refundDoneMail({
          ...refund,
          ...sender,
          verificationCode,
        }),
      })
      if (!isNew) continue
      made++
      await appendAudit(tx, actor, {
        action: 'mail.queue',
        subjectKind: 'refund',
        subjectId: refundId,
        payerId: refund.payerId,
      })
    }
    return made
  })
}
