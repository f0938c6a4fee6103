import { makeJob } from '#lib/actor/actor'
import { matchWaiting } from '#lib/matching/match-waiting.commands'
import { matchingText } from '#lib/matching/report'

/** `matching run [--json]`: goes through the receipts that wait once more, as after new assessments. */
export async function matchingRunCommand(
  args: readonly string[],
  surroundings: { print: (line: string) => void },
): Promise<number> {
  const report = await matchWaiting(makeJob('match-receipts'), { proposeAgain: true })
  surroundings.print(args.includes('--json') ? JSON.stringify(report, null, 2) : matchingText(report))
  return 0
}
