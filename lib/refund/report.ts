import { createTranslator } from 'use-intl/core'
import { formatKc } from '#lib/core/money'
import { sentences } from '#lib/i18n/sentences'
import type { ApproveProblem, ProposeProblem } from './commands.ts'
import type { RefundState } from './edges.ts'
import type { ListedRefund } from './queries.ts'

const t = createTranslator({ locale: 'cs', messages: sentences, namespace: 'refund' })

type Problem = ProposeProblem | ApproveProblem | 'not_unknown' | 'no_reason'

/** Why a refund was refused, for a person. */
export const refundProblemText = (problem: Problem): string => t(`problem.${problem}`)

/** Where a refund stands, for a person. */
export const refundStateText = (state: RefundState): string => t(`state.${state}`)

/** Refunds one a line, for a person at the terminal. */
export function refundListText(refunds: readonly ListedRefund[]): string {
  const lines = refunds.map((one) =>
    [
      one.reference,
      one.proposedOn,
      formatKc(one.amountHal),
      refundStateText(one.state),
      t(`ground.${one.ground}`),
      t(`way.${one.way}`),
      `poplatník ${one.payerExternalId}, ${one.feeKindCode}`,
      ...(one.problem ? [one.problem] : []),
    ].join(' · '),
  )
  return [...lines, `Vratek: ${refunds.length}.`].join('\n')
}
