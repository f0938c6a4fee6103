import { refundStates } from '#lib/refund/edges'
import { showRefunds } from '#lib/refund/list/commands'
import { refundListText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { json, optional } from '../../declaration/declaration.ts'
import { choice } from '../../declaration/kinds.ts'
import { sayNotAllowed } from '../../officer/ending.ts'
import { declareOfficerCommand } from '../../officer/officer-command.ts'
import { printedJson } from '../../surroundings/surroundings.ts'

/** `refund list`: exit code 0 told, 1 not allowed. */
export const refundListCommand = declareOfficerCommand({
  words: 'refund list',
  about: commandSentence('about.refundList'),
  options: {
    state: optional(choice(commandSentence('value.state'), refundStates), commandSentence('option.state')),
    json,
  },
  run: async (officer, { state = null, json }, surroundings) => {
    const refunds = await showRefunds(officer, state)
    if (!refunds) return sayNotAllowed(surroundings, 'refunds')
    surroundings.print(json ? printedJson(refunds) : refundListText(refunds))
    return 0
  },
})
