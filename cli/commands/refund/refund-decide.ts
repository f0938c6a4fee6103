import type { Officer } from '#lib/actor/actor'
import type { Result } from '#lib/core/result'
import { approveRefund, rejectRefund, resolveRefund } from '#lib/refund/decide.commands'
import { findRefund } from '#lib/refund/find.queries'
import { refundProblemText } from '#lib/refund/report'
import { commandSentence } from '../../command-line-sentences.ts'
import { required } from '../../declaration/declaration.ts'
import { amount, choice, text } from '../../declaration/kinds.ts'
import { declareOfficerCommand } from '../../declaration/officer-command.ts'
import { sayEnd } from '../../surroundings/ending.ts'
import type { Surroundings } from '../../surroundings/surroundings.ts'

const refund = required(text(commandSentence('value.refund')), commandSentence('option.refund'))
const reason = required(text(commandSentence('value.reason')), commandSentence('option.reason'))
const outcomes = ['done', 'failed'] as const

/** `refund approve`: the amount is the one the officer saw. */
export const refundApproveCommand = declareOfficerCommand({
  words: 'refund approve',
  about: commandSentence('about.refundApprove'),
  arguments: { refund },
  options: { amount: required(amount, commandSentence('option.seenRefundAmount')) },
  run: async (officer, { refund, amount: seenAmountHal }, surroundings) => {
    const done = await onRefund(officer, refund, (refundId) =>
      approveRefund(officer, { refundId, seenAmountHal }),
    )
    return sayDecided(surroundings, done, commandSentence('refund.approved'))
  },
})

/** `refund reject`. */
export const refundRejectCommand = declareOfficerCommand({
  words: 'refund reject',
  about: commandSentence('about.refundReject'),
  arguments: { refund },
  options: { reason },
  run: async (officer, { refund, reason }, surroundings) => {
    const done = await onRefund(officer, refund, (refundId) => rejectRefund(officer, { refundId, reason }))
    return sayDecided(surroundings, done, commandSentence('refund.rejected'))
  },
})

/** `refund resolve`: closes one that is held as unknown. */
export const refundResolveCommand = declareOfficerCommand({
  words: 'refund resolve',
  about: commandSentence('about.refundResolve'),
  arguments: { refund },
  options: {
    outcome: required(choice(commandSentence('value.outcome'), outcomes), commandSentence('option.outcome')),
    reason,
  },
  run: async (officer, { refund, outcome, reason }, surroundings) => {
    const done = await onRefund(officer, refund, (refundId) =>
      resolveRefund(officer, { refundId, outcome, reason }),
    )
    return sayDecided(surroundings, done, commandSentence(`refund.resolved.${outcome}`))
  },
})

type Ended = Result<null, Parameters<typeof refundProblemText>[0]> | null

async function onRefund(officer: Officer, reference: string, act: (refundId: string) => Promise<Ended>) {
  const refundId = await findRefund(officer, reference)
  return refundId ? act(refundId) : null
}

const sayDecided = (surroundings: Surroundings, ended: Ended, sentence: string) =>
  sayEnd(surroundings, ended, { missing: 'refund', done: () => sentence, refused: refundProblemText })
