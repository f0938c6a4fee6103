import { closeMonth } from '#lib/close/close-month.commands'
import { reopenMonth } from '#lib/close/reopen-month.commands'
import { obstacleText, sentence } from '#lib/close/report/close-sentences'
import { monthText } from '#lib/close/rules'
import { commandSentence } from '../../command-line-sentences.ts'
import { optional, required } from '../../declaration/declaration.ts'
import { month, text } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'

const closedMonth = required(month, commandSentence('option.month'))
const reasonText = text(commandSentence('value.reason'))

/** `close month`, with the mark `close status` told: exit code 0 closed, 1 refused with the reasons. */
export const closeMonthCommand = declareOfficerCommand({
  words: 'close month',
  about: commandSentence('about.closeMonth'),
  arguments: { month: closedMonth },
  options: {
    seen: required(text(commandSentence('value.mark')), commandSentence('option.mark')),
    'carry-over': optional(reasonText, commandSentence('option.carryOver')),
  },
  run: async (officer, { month, seen, 'carry-over': carryOverReason = null }, surroundings) =>
    sayEnd(surroundings, await closeMonth(officer, { month, seenMark: seen, carryOverReason }), {
      missing: 'nothing',
      done: () => `${monthText(month)}: ${sentence('done')}`,
      refused: (problem) =>
        problem.kind === 'sums_changed'
          ? sentence('sumsChanged')
          : [
              `${sentence('closeErrorHeading')}.`,
              ...problem.obstacles.map((one) => `- ${obstacleText(one)}`),
            ].join('\n'),
    }),
})

/** `close reopen`: by another officer than the one who closed it. */
export const closeReopenCommand = declareOfficerCommand({
  words: 'close reopen',
  about: commandSentence('about.closeReopen'),
  arguments: { month: closedMonth },
  options: { reason: required(reasonText, commandSentence('option.reason')) },
  run: async (officer, { month, reason }, surroundings) =>
    sayEnd(surroundings, await reopenMonth(officer, { month, reason }), {
      missing: 'nothing',
      done: () => commandSentence('closing.reopened', { month: monthText(month) }),
      refused: (problem) => sentence(`reopenProblem.${problem}`),
    }),
})
