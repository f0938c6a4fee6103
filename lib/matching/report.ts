import type { MatchingReport } from './match-waiting.commands.ts'
import { sentence } from './matching-sentences.ts'

/** What a round of matching did, for a person at the terminal. */
export function matchingText(report: MatchingReport): string {
  const { matched, proposed, unknown } = report
  return sentence('report.round', { matched, proposed, unknown })
}
