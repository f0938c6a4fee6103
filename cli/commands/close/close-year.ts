import { closeYear } from '#lib/close/close-year.commands'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { year } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'

/** `close year`: writes the opening balances of the next year. */
export const closeYearCommand = declareOfficerCommand({
  words: 'close year',
  about: commandSentence('about.closeYear'),
  arguments: { year: required(year, commandSentence('option.year')) },
  run: async (officer, { year }, surroundings) =>
    sayEnd(surroundings, await closeYear(officer, year), {
      missing: 'nothing',
      // As text, since a number would be written with a space between its thousands.
      done: ({ accounts }) => commandSentence('closing.yearClosed', { year: String(year), accounts }),
      refused: (problem) => commandSentence(`closing.yearProblem.${problem}`),
    }),
})
