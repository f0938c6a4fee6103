import { approveRefund } from '#lib/refund/decide.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { amount } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { onRefund, refund, sayDecided } from './named-refund.ts'

/** `refund approve`: the amount is the one the officer saw. */
export const refundApproveCommand = declareOfficerCommand({
  words: 'refund approve',
  about: commandSentence('about.refundApprove'),
  arguments: { refund },
  options: { amount: required(amount, commandSentence('option.seenRefundAmount')) },
  run: async (officer, { refund, amount: seenAmountHal }, surroundings) => {
    const done = await onRefund(officer, refund, (refundId) =>
      approveRefund(officer, { refundId, seenAmountHal }),
    )
    return sayDecided(surroundings, done, commandSentence('refund.approved'))
  },
})
