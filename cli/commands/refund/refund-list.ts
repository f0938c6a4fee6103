import { refundStates } from '#lib/refund/edges.rules'
import { showRefunds } from '#lib/refund/listing.queries'
import { refundListText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { json, optional } from '../../declaration/declaration.ts'
import { choice } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayNotAllowed } from '../../surroundings/ending.ts'
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
