import { database } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { humanCode } from '#lib/core/ids'
import { queueMail } from '#lib/notice/queue-mail.commands'
import { readSender } from '../sender.queries.ts'
import { readMatchedTransfers } from './matched.queries.ts'
import { transferMatchedMail } from './transfer-mail.ts'

/**
 * Writes the e-mails about a transfer that was laid on its payers, one for each of them and each receipt, however
 * often it is asked and however often the match is made anew. Returns how many are new.
 */
export async function confirmTransfer(
  actor: Job,
  match: { bankEntryId: number; turn: number },
): Promise<number> {
  const sender = await readSender()
  return database().transaction(async (tx) => {
    let made = 0
    for (const transfer of await readMatchedTransfers(tx, actor, match)) {
      const verificationCode = humanCode(8)
      const isNew = await queueMail(tx, {
        eventKey: `transfer-matched:${match.bankEntryId}:${transfer.payerId}`,
        identityId: transfer.identityId,
        recipient: transfer.email,
        verificationCode,
        ...transferMatchedMail({
          ...transfer,
          ...sender,
          verificationCode,
        }),
      })
      if (!isNew) continue
      made++
      await appendAudit(tx, actor, {
        action: 'mail.queue',
        subjectKind: 'bank_entry',
        subjectId: String(match.bankEntryId),
        payerId: transfer.payerId,
      })
    }
    return made
  })
}
