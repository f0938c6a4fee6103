import type { Officer } from '#lib/actor/actor'
import type { Result } from '#lib/core/result'
import { findRefund } from '#lib/refund/find.queries'
import { refundProblemText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { text } from '../../declaration/kinds.ts'
import { sayEnd } from '../../surroundings/ending.ts'
import type { Surroundings } from '../../surroundings/surroundings.ts'

export const refund = required(text(commandSentence('value.refund')), commandSentence('option.refund'))

export const reason = required(text(commandSentence('value.reason')), commandSentence('option.reason'))

type Ended = Result<null, Parameters<typeof refundProblemText>[0]> | null

export async function onRefund(
  officer: Officer,
  reference: string,
  act: (refundId: string) => Promise<Ended>,
) {
  const refundId = await findRefund(officer, reference)
  return refundId ? act(refundId) : null
}

export const sayDecided = (surroundings: Surroundings, ended: Ended, sentence: string) =>
  sayEnd(surroundings, ended, { missing: 'refund', done: () => sentence, refused: refundProblemText })
