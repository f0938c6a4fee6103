import { correctKind } from '#lib/statement/correct-kind.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { optional, required } from '../../declaration/declaration.ts'
import { amount, choice, text, wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'

const kinds = ['receipt', 'outgoing', 'bank_fee', 'other', 'gateway_payout'] as const

/** `matching kind`: a movement is something else than the rules took it for. Exit code 0 corrected, 1 refused. */
export const matchingKindCommand = declareOfficerCommand({
  words: 'matching kind',
  about: commandSentence('about.matchingKind'),
  arguments: {
    payment: required(wholeNumber(commandSentence('value.payment'), 15), commandSentence('option.movement')),
  },
  options: {
    kind: required(choice(commandSentence('value.kind'), kinds), commandSentence('option.kind')),
    amount: required(amount, commandSentence('option.movementAmount')),
    gateway: optional(text(commandSentence('value.gateway')), commandSentence('option.payoutGateway')),
    reason: required(text(commandSentence('value.reason')), commandSentence('option.reason')),
  },
  run: async (officer, { payment: bankEntryId, kind, amount, gateway = null, reason }, surroundings) => {
    const wish = { bankEntryId, kind, gateway, seenAmountHal: amount, reason }
    return sayEnd(surroundings, await correctKind(officer, wish), {
      missing: 'receipt',
      done: ({ bankEntryId: id }) =>
        commandSentence('matching.kindCorrected', {
          id: String(id),
          kind: commandSentence(`statement.kind.${kind}`),
        }),
      refused: (problem) => commandSentence(`matching.kindProblem.${problem}`),
    })
  },
})
