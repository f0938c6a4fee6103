import { showCreditToDecide } from '#lib/assessment/credit/beside-arrears.queries'
import { moveCredit } from '#lib/assessment/credit/move.commands'
import { formatKc } from '#lib/core/money'
import { findPayer } from '#lib/refund/find.queries'
import { commandSentence } from '../command-line-sentences.ts'
import { required } from '../declaration/declaration.ts'
import { amount, text } from '../declaration/kinds.ts'
import { declareOfficerCommand } from '../declaration/officer-command.ts'
import { sayEnd, sayNotAllowed } from '../surroundings/ending.ts'

const fee = text(commandSentence('value.fee'))

/** `credit list`: credit beside arrears of another regime. Exit code 0 told, 1 not allowed. */
export const creditListCommand = declareOfficerCommand({
  words: 'credit list',
  about: commandSentence('about.creditList'),
  run: async (officer, _values, surroundings) => {
    const found = await showCreditToDecide(officer)
    if (!found) return sayNotAllowed(surroundings, 'account')
    for (const one of found) {
      const kinds = { from: one.fromFeeKindCode, to: one.toFeeKindCode }
      const amounts = { credit: formatKc(one.creditHal), arrears: formatKc(one.arrearsHal) }
      surroundings.print(commandSentence('credit.line', { payer: one.payerExternalId, ...kinds, ...amounts }))
    }
    surroundings.print(commandSentence('credit.count', { count: found.length }))
    return 0
  },
})

/** `credit move`: lays credit on arrears of another regime. Exit code 0 moved, 1 refused. */
export const creditMoveCommand = declareOfficerCommand({
  words: 'credit move',
  about: commandSentence('about.creditMove'),
  options: {
    payer: required(text(commandSentence('value.number')), commandSentence('option.payer')),
    from: required(fee, commandSentence('option.creditFrom')),
    to: required(fee, commandSentence('option.creditTo')),
    'seen-credit': required(amount, commandSentence('option.seenCredit')),
    reason: required(text(commandSentence('value.reason')), commandSentence('option.reason')),
  },
  run: async (officer, { payer, from, to, 'seen-credit': seenCreditHal, reason }, surroundings) => {
    const [source, target] = [await findPayer(officer, payer, from), await findPayer(officer, payer, to)]
    const moved =
      source?.accountId && target?.accountId
        ? await moveCredit(officer, {
            fromAccountId: source.accountId,
            toAccountId: target.accountId,
            seenCreditHal,
            reason,
          })
        : null
    return sayEnd(surroundings, moved, {
      missing: 'account',
      done: (movedHal) => commandSentence('credit.moved', { amount: formatKc(movedHal) }),
      refused: (problem) => commandSentence(`credit.problem.${problem}`),
    })
  },
})
