import { makeJob } from '#lib/actor/actor'
import { closeDifference } from '#lib/settlement/differences/close.commands'
import { openDifferences } from '#lib/settlement/differences/open.queries'
import { differencesText, settlementProblemText } from '#lib/settlement/report'
import { commandSentence } from '../command-line-sentences.ts'
import { declareCommand } from '../declaration/command.ts'
import { json, required } from '../declaration/declaration.ts'
import { amount, text } from '../declaration/kinds.ts'
import { declareOfficerCommand } from '../declaration/officer-command.ts'
import { sayEnd } from '../surroundings/ending.ts'
import { printedJson } from '../surroundings/surroundings.ts'

/** `settlement differences`: exit code 0 where nothing is open, 1 with the list otherwise. */
export const settlementDifferencesCommand = declareCommand({
  words: 'settlement differences',
  about: commandSentence('about.settlementDifferences'),
  needs: 'environment',
  options: { json },
  run: async ({ json }, { print }) => {
    const differences = (await openDifferences(makeJob('settlement-differences'))) ?? []
    print(json ? printedJson(differences) : differencesText(differences))
    return differences.length === 0 ? 0 : 1
  },
})

/** `settlement close`: the amount is the one the officer saw. */
export const settlementCloseCommand = declareOfficerCommand({
  words: 'settlement close',
  about: commandSentence('about.settlementClose'),
  needs: 'environment',
  arguments: {
    difference: required(text(commandSentence('value.difference')), commandSentence('option.difference')),
  },
  options: {
    amount: required(amount, commandSentence('option.differenceAmount')),
    reason: required(text(commandSentence('value.reason')), commandSentence('option.reason')),
  },
  run: async (officer, { difference: key, amount: seenAmountHal, reason }, surroundings) =>
    sayEnd(surroundings, await closeDifference(officer, { key, seenAmountHal, reason }), {
      missing: 'nothing',
      done: () => commandSentence('settlement.closed'),
      refused: settlementProblemText,
    }),
})
