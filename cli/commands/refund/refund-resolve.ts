import { resolveRefund } from '#lib/refund/decide.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { choice } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { onRefund, reason, refund, sayDecided } from './named-refund.ts'

const outcomes = ['done', 'failed'] as const

/** `refund resolve`: closes one that is held as unknown. */
export const refundResolveCommand = declareOfficerCommand({
  words: 'refund resolve',
  about: commandSentence('about.refundResolve'),
  arguments: { refund },
  options: {
    outcome: required(choice(commandSentence('value.outcome'), outcomes), commandSentence('option.outcome')),
    reason,
  },
  run: async (officer, { refund, outcome, reason }, surroundings) => {
    const done = await onRefund(officer, refund, (refundId) =>
      resolveRefund(officer, { refundId, outcome, reason }),
    )
    return sayDecided(surroundings, done, commandSentence(`refund.resolved.${outcome}`))
  },
})
