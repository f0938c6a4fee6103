import type { Officer } from '#lib/actor/actor'
import type { Result } from '#lib/core/result'
import { findPayment } from '#lib/settlement/chargeback/payment.queries'
import {
  type ChargebackProblem,
  reportChargeback,
  reportChargebackWon,
} from '#lib/settlement/chargeback/report.commands'
import { settlementProblemText } from '#lib/settlement/report'
import { commandSentence } from '../command-line-sentences.ts'
import { required } from '../declaration/declaration.ts'
import { amount, text } from '../declaration/kinds.ts'
import { declareOfficerCommand } from '../declaration/officer-command.ts'
import { sayEnd } from '../surroundings/ending.ts'
import type { Surroundings } from '../surroundings/surroundings.ts'

const payment = required(text(commandSentence('value.payment')), commandSentence('option.cardPayment'))
const reason = required(text(commandSentence('value.reason')), commandSentence('option.reason'))

/** `chargeback report`: a bank took so much of a card payment back. */
export const chargebackReportCommand = declareOfficerCommand({
  words: 'chargeback report',
  about: commandSentence('about.chargebackReport'),
  arguments: { payment },
  options: {
    amount: required(amount, commandSentence('option.paidAmount')),
    seen: required(amount, commandSentence('option.paymentAmount')),
    reason,
  },
  run: async (officer, values, surroundings) => {
    const { amount: amountHal, seen: seenAmountHal, reason } = values
    const done = await onPayment(officer, values.payment, (attemptId) =>
      reportChargeback(officer, { attemptId, amountHal, seenAmountHal, reason }),
    )
    return sayChargeback(surroundings, done, commandSentence('chargeback.reported'))
  },
})

/** `chargeback won`: the money is back at the city. */
export const chargebackWonCommand = declareOfficerCommand({
  words: 'chargeback won',
  about: commandSentence('about.chargebackWon'),
  arguments: { payment },
  options: { amount: required(amount, commandSentence('option.wonAmount')), reason },
  run: async (officer, values, surroundings) => {
    const { amount: seenAmountHal, reason } = values
    const done = await onPayment(officer, values.payment, (attemptId) =>
      reportChargebackWon(officer, { attemptId, seenAmountHal, reason }),
    )
    return sayChargeback(surroundings, done, commandSentence('chargeback.won'))
  },
})

type Ended = Result<unknown, ChargebackProblem> | null

async function onPayment(officer: Officer, reference: string, act: (attemptId: string) => Promise<Ended>) {
  const attemptId = await findPayment(officer, reference)
  return attemptId ? act(attemptId) : null
}

const sayChargeback = (surroundings: Surroundings, ended: Ended, sentence: string) =>
  sayEnd(surroundings, ended, { missing: 'payment', done: () => sentence, refused: settlementProblemText })
