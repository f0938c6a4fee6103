import type { MatchingReport } from './match-waiting.commands.ts'

/** What a round of matching did, for a person at the terminal. */
export function matchingText(report: MatchingReport): string {
  const { matched, proposed, unknown, takenBack, notTakenBack } = report
  const lines = [`Spárováno plateb: ${matched}, čeká s návrhem: ${proposed}, čeká bez návrhu: ${unknown}.`]
  if (takenBack > 0) lines.push(`Banka vzala zpět ${takenBack} už spárovaných plateb; párování je zrušené.`)
  if (notTakenBack > 0) {
    lines.push(`U ${notTakenBack} plateb, které banka vzala zpět, už peníze na účtu poplatníka nejsou.`)
  }
  return lines.join('\n')
}
