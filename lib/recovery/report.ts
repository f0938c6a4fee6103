import { formatKc, sumHal } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { FollowedReversals } from './follow-reversals.commands.ts'
import type { DecideProblem } from './receivable/decide.commands.ts'
import type { ListedReceivable } from './receivable/listing.queries.ts'
import type { OpenProblem } from './receivable/open.commands.ts'
import type { SettleProblem } from './receivable/settle.commands.ts'
import type { WriteOffProblem } from './receivable/write-off.commands.ts'
import { sentence } from './recovery-sentences.ts'

/** What the bank took back of what was matched before, a line each; nothing where it took nothing. */
export const reversalsText = ({ takenBack, receivables }: FollowedReversals): string[] => [
  ...(takenBack > 0 ? [sentence('takenBack', { count: takenBack })] : []),
  ...(receivables > 0 ? [sentence('leftReceivables', { count: receivables })] : []),
]

/** Why a command about a receivable was refused, for a person. */
export const receivableProblemText = (
  problem: DecideProblem | SettleProblem | WriteOffProblem | OpenProblem,
): string => sentence(`problem.${problem}`)

/** The receivables one a line with what is to be done, and their sum, for a person at the terminal. */
export function receivablesText(listed: readonly ListedReceivable[]): string {
  const lines = listed.map((one) => {
    const facts = [
      String(one.receivableId),
      formatDate(one.since),
      sentence(`source.${one.source}`, { mark: one.mark }),
      sentence('remainsOf', { remains: formatKc(one.remainsHal), amount: formatKc(one.amountHal) }),
      sentence(`state.${one.state}`),
      ...(one.payerExternalId ? [sentence('payer', { number: one.payerExternalId })] : []),
      ...(one.refundReference ? [sentence('byRefund', { reference: one.refundReference })] : []),
      ...(one.debtor ? [sentence('debtor', { name: one.debtor })] : []),
      ...(one.ground ? [sentence(`ground.${one.ground}`)] : []),
      ...(one.writeOffReason ? [sentence('writeOffWaits', { reason: one.writeOffReason })] : []),
    ]
    return facts.join(' · ')
  })
  const total = formatKc(sumHal(listed.map((one) => one.remainsHal)))
  return [...lines, sentence('total', { count: listed.length, total })].join('\n')
}
