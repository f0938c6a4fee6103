import { decideStray, strayMeanings } from '#lib/refund/decide-stray.commands'
import { strayProblemText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { amount, choice, wholeNumber } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'
import { reason } from './named-refund.ts'

/** `refund stray`: says what a movement is that left with a refund's number and pays none. */
export const refundStrayCommand = declareOfficerCommand({
  words: 'refund stray',
  about: commandSentence('about.refundStray'),
  arguments: {
    movement: required(
      wholeNumber(commandSentence('value.movement'), 15),
      commandSentence('option.strayMovement'),
    ),
  },
  options: {
    meaning: required(
      choice(commandSentence('value.meaning'), strayMeanings),
      commandSentence('option.strayMeaning'),
    ),
    amount: required(amount, commandSentence('option.strayAmount')),
    reason,
  },
  run: async (officer, { movement, meaning, amount: leftHal, reason }, surroundings) => {
    const wish = { bankEntryId: movement, meaning, seenAmountHal: -leftHal, reason }
    return sayEnd(surroundings, await decideStray(officer, wish), {
      missing: 'refundOrder',
      done: () => commandSentence('refund.strayDecided'),
      refused: strayProblemText,
    })
  },
})
