import { undoMatch } from '#lib/recovery/undo-match.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { flag, required } from '../../declaration/declaration.ts'
import { amount, text, wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'

/** `matching undo`: takes a match back; the receipt waits again. Exit code 0 taken back, 1 refused. */
export const matchingUndoCommand = declareOfficerCommand({
  words: 'matching undo',
  about: commandSentence('about.matchingUndo'),
  arguments: {
    payment: required(wholeNumber(commandSentence('value.payment'), 15), commandSentence('option.receipt')),
  },
  options: {
    amount: required(amount, commandSentence('option.receiptAmount')),
    reason: required(text(commandSentence('value.reason')), commandSentence('option.reason')),
    receivable: flag(commandSentence('option.leavesReceivable')),
  },
  run: async (officer, { payment, amount: seenAmountHal, reason, receivable }, surroundings) => {
    const wish = { bankEntryId: payment, seenAmountHal, reason, leavesReceivable: receivable }
    return sayEnd(surroundings, await undoMatch(officer, wish), {
      missing: 'receipt',
      done: () => commandSentence('matching.undone'),
      refused: (problem) => commandSentence(`matching.undoProblem.${problem}`),
    })
  },
})
