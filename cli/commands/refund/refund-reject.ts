import { rejectRefund } from '#lib/refund/decide.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { onRefund, reason, refund, sayDecided } from './named-refund.ts'

/** `refund reject`. */
export const refundRejectCommand = declareOfficerCommand({
  words: 'refund reject',
  about: commandSentence('about.refundReject'),
  arguments: { refund },
  options: { reason },
  run: async (officer, { refund, reason }, surroundings) => {
    const done = await onRefund(officer, refund, (refundId) => rejectRefund(officer, { refundId, reason }))
    return sayDecided(surroundings, done, commandSentence('refund.rejected'))
  },
})
