import type { MatchingReport } from './match-waiting.commands.ts'
import { sentence } from './matching-sentences.ts'

/** What a round of matching did, for a person at the terminal. */
export function matchingText(report: MatchingReport): string {
  const { matched, proposed, unknown, takenBack, notTakenBack } = report
  const lines = [sentence('report.round', { matched, proposed, unknown })]
  if (takenBack > 0) lines.push(sentence('report.takenBack', { count: takenBack }))
  if (notTakenBack > 0) {
    lines.push(sentence('report.notTakenBack', { count: notTakenBack }))
  }
  return lines.join('\n')
}
