import { makeJob } from '#lib/actor/actor'
import { verifyAudit } from '#lib/audit/verify.queries'
import { commandSentence } from '../command-line-sentences.ts'
import { declareCommand } from '../declaration/command.ts'

/** `audit verify`: exit code 0 where every seal holds, 1 where one does not. */
export const auditVerifyCommand = declareCommand({
  words: 'audit verify',
  about: commandSentence('about.auditVerify'),
  run: async (_values, { print }) => {
    const { seals, sealed, unsealed, broken, restored } = await verifyAudit(makeJob('audit-verify'))
    for (const { behindEntryId: entry, noticedAt } of restored) {
      print(
        noticedAt
          ? commandSentence('audit.restored', { entry, noticedAt })
          : commandSentence('audit.restoredNow', { entry }),
      )
    }
    if (broken) {
      print(commandSentence('audit.broken', { seal: broken.sealId, sealedAt: broken.sealedAt }))
      print(commandSentence('audit.before', { seals, sealed }))
      return 1
    }
    print(commandSentence('audit.agrees', { seals, sealed, unsealed }))
    return 0
  },
})
