import type { Exchange, RefundOutcome, RefundQuestion } from '../contract.ts'
import type { GopayConnection } from './connection.ts'
import { type GopayRefund, readRefunds } from './parse.ts'
import { silenceOf, textOf } from './reply.ts'
import { callApi, keepExchange, pathOf } from './wire.ts'

export type RefundsAnswer = Exchange &
  ({ kind: 'known'; refunds: GopayRefund[] } | { kind: 'unanswered'; reason: string })

/**
 * All refunds of a payment (GET payments/payment/{id}/refunds) with where each stands: the only way to learn how an
 * accepted one ended.
 */
export async function refunds(connection: GopayConnection, gatewayPaymentId: string): Promise<RefundsAnswer> {
  const reply = await callApi(connection, 'GET', pathOf(gatewayPaymentId, '/refunds'))
  const exchange = keepExchange(connection, 'refunds', reply)
  const list = readRefunds(textOf(reply) ?? '')
  return list
    ? { kind: 'known', refunds: list, exchange }
    : { kind: 'unanswered', reason: silenceOf(reply), exchange }
}

const outcomes = { finished: 'finished', failed: 'failed', accepted: 'running' } as const

/** How one refund stands: the list knows no number of ours, so of equal ones it tells only what is true of all. */
export async function refundOutcome(
  connection: GopayConnection,
  request: RefundQuestion,
): Promise<RefundOutcome> {
  const answer = await refunds(connection, request.gatewayPaymentId)
  if (answer.kind === 'unanswered') return answer
  const { exchange } = answer
  const states = new Set(
    answer.refunds.filter((one) => one.amountHal === request.amountHal).map((one) => one.state),
  )
  if (states.size > 1) return { kind: 'unanswered', reason: 'several refunds of that amount', exchange }
  const [state] = states
  return { kind: state ? outcomes[state] : 'absent', exchange }
}
