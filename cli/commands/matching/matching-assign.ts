import { assignReceipt } from '#lib/matching/assign.commands'
import { findPayerByNumber } from '#lib/matching/payer.queries'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { amount, text, wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd, sayNotAllowed } from '../../surroundings/ending.ts'

/** `matching assign`: lays a waiting receipt on one payer as an officer decided. Exit code 0 laid, 1 refused. */
export const matchingAssignCommand = declareOfficerCommand({
  words: 'matching assign',
  about: commandSentence('about.matchingAssign'),
  arguments: {
    payment: required(wholeNumber(commandSentence('value.payment'), 15), commandSentence('option.receipt')),
  },
  options: {
    payer: required(text(commandSentence('value.number')), commandSentence('option.payer')),
    fee: required(text(commandSentence('value.fee')), commandSentence('option.feeKind')),
    amount: required(amount, commandSentence('option.receiptAmount')),
    reason: required(text(commandSentence('value.reason')), commandSentence('option.reason')),
  },
  run: async (officer, { payment, payer, fee, amount: amountHal, reason }, surroundings) => {
    const payerId = await findPayerByNumber(officer, payer)
    if (!payerId) return sayNotAllowed(surroundings, 'account')
    const parts = [{ payerId, feeKindCode: fee, amountHal }]
    const wish = { bankEntryId: payment, seenAmountHal: amountHal, parts, reason }
    return sayEnd(surroundings, await assignReceipt(officer, wish), {
      missing: 'receipt',
      done: () => commandSentence('matching.assigned'),
      refused: (problem) => commandSentence(`matching.assignProblem.${problem}`),
    })
  },
})
