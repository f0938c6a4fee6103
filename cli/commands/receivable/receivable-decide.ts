import { decideReceivable } from '#lib/recovery/receivable/decide.commands'
import { openReceivable } from '#lib/recovery/receivable/open.commands'
import { receivableGrounds } from '#lib/recovery/receivable/rules'
import { receivableProblemText } from '#lib/recovery/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { optional, required } from '../../declaration/declaration.ts'
import { amount, choice, text, wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'

/** `receivable open`: of a reversal nobody knows the original of. Exit code 0 opened, 1 refused. */
export const receivableOpenCommand = declareOfficerCommand({
  words: 'receivable open',
  about: commandSentence('about.receivableOpen'),
  arguments: {
    payment: required(wholeNumber(commandSentence('value.payment'), 15), commandSentence('option.reversal')),
  },
  options: { amount: required(amount, commandSentence('option.reversalAmount')) },
  run: async (officer, { payment: bankEntryId, amount: seenAmountHal }, surroundings) =>
    sayEnd(surroundings, await openReceivable(officer, { bankEntryId, seenAmountHal }), {
      missing: 'receivable',
      done: () => commandSentence('receivable.opened'),
      refused: receivableProblemText,
    }),
})

/** `receivable decide`: who owes it and why. Exit code 0 decided, 1 refused. */
export const receivableDecideCommand = declareOfficerCommand({
  words: 'receivable decide',
  about: commandSentence('about.receivableDecide'),
  arguments: {
    receivable: required(
      wholeNumber(commandSentence('value.receivable'), 15),
      commandSentence('option.receivable'),
    ),
  },
  options: {
    seen: required(amount, commandSentence('option.receivableRemains')),
    payer: optional(text(commandSentence('value.number')), commandSentence('option.debtor')),
    name: optional(text(commandSentence('value.personName')), commandSentence('option.debtorName')),
    ground: required(
      choice(commandSentence('value.ground'), receivableGrounds),
      commandSentence('option.receivableGround'),
    ),
    reason: required(text(commandSentence('value.reason')), commandSentence('option.reason')),
  },
  groups: [{ need: 'one', of: ['payer', 'name'] }],
  run: async (officer, values, surroundings) => {
    const { receivable: receivableId, seen: seenRemainsHal, payer, name = '', ground, reason } = values
    const debtor = payer ? { payerExternalId: payer } : { name }
    const wish = { receivableId, seenRemainsHal, debtor, ground, reason }
    return sayEnd(surroundings, await decideReceivable(officer, wish), {
      missing: 'receivable',
      done: () => commandSentence('receivable.decided'),
      refused: receivableProblemText,
    })
  },
})
