import { makeJob } from '#lib/actor/actor'
import { matchWaiting } from '#lib/matching/match-waiting.commands'
import { matchingText } from '#lib/matching/report'
import { followReversals } from '#lib/recovery/follow-reversals.commands'
import { reversalsText } from '#lib/recovery/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { declareCommand } from '../../declaration/command.ts'
import { json } from '../../declaration/declaration.ts'
import { printedJson } from '../../surroundings/surroundings.ts'

/** `matching run`: goes through the receipts that wait once more, as after new assessments. */
export const matchingRunCommand = declareCommand({
  words: 'matching run',
  about: commandSentence('about.matchingRun'),
  options: { json },
  run: async ({ json }, { print }) => {
    const job = makeJob('match-receipts')
    const reversals = await followReversals(job)
    const report = await matchWaiting(job, { proposeAgain: true })
    print(
      json
        ? printedJson({ ...report, reversals })
        : [...reversalsText(reversals), matchingText(report)].join('\n'),
    )
    return 0
  },
})
