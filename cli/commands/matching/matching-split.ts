import { formatKc } from '#lib/core/money'
import { splitByList } from '#lib/matching/agreement/split.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { amount, file, text, wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'
import { listProblemText, readGivenList } from './list-file.ts'

/** `matching split`: splits a receipt by a list. Exit code 0 split, 1 refused, 2 a list that cannot be read. */
export const matchingSplitCommand = declareOfficerCommand({
  words: 'matching split',
  about: commandSentence('about.matchingSplit'),
  arguments: {
    payment: required(wholeNumber(commandSentence('value.payment'), 15), commandSentence('option.receipt')),
  },
  options: {
    list: required(file(), commandSentence('option.splitList')),
    amount: required(amount, commandSentence('option.receiptAmount')),
    reason: required(text(commandSentence('value.reason')), commandSentence('option.reason')),
  },
  run: async (officer, { payment, list, amount: seenAmountHal, reason }, surroundings) => {
    const rows = await readGivenList(list, surroundings, { hasAmounts: true })
    if (!rows) return 2
    const split = await splitByList(officer, { bankEntryId: payment, seenAmountHal, rows, reason })
    return sayEnd(surroundings, split, {
      missing: 'receipt',
      done: ({ parts }) => commandSentence('matching.split', { count: parts }),
      refused: (problem) =>
        problem.kind === 'sum_differs'
          ? commandSentence('matching.sumDiffers', {
              list: formatKc(problem.listHal),
              payment: formatKc(seenAmountHal),
            })
          : listProblemText(problem),
    })
  },
})
