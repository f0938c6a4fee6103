import { showReceivables } from '#lib/recovery/receivable/listing.queries'
import { receivablesText } from '#lib/recovery/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { json, optional } from '../../declaration/declaration.ts'
import { text } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayNotAllowed } from '../../surroundings/ending.ts'
import { printedJson } from '../../surroundings/surroundings.ts'

/** `receivable list`: what is not settled; of one payer all there ever was. Exit code 0 told, 1 not allowed. */
export const receivableListCommand = declareOfficerCommand({
  words: 'receivable list',
  about: commandSentence('about.receivableList'),
  options: {
    payer: optional(text(commandSentence('value.number')), commandSentence('option.receivablesOfPayer')),
    json,
  },
  run: async (officer, { payer, json }, surroundings) => {
    const listed = await showReceivables(officer, payer ? { payerExternalId: payer } : null)
    if (!listed) return sayNotAllowed(surroundings, 'nothing')
    surroundings.print(json ? printedJson(listed) : receivablesText(listed))
    return 0
  },
})
