import type { Exchange, RefundOutcome, RefundRequest } from '../contract.ts'
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

/** How one refund stands: the list knows no number of ours, so two equal ones tell nothing. */
export async function refundOutcome(
  connection: GopayConnection,
  request: RefundRequest,
): Promise<RefundOutcome> {
  const answer = await refunds(connection, request.gatewayPaymentId)
  if (answer.kind === 'unanswered') return answer
  const same = answer.refunds.filter((one) => one.amountHal === request.amountHal)
  const { exchange } = answer
  if (same.length > 1) return { kind: 'unanswered', reason: 'several refunds of that amount', exchange }
  const [found] = same
  return { kind: found ? outcomes[found.state] : 'absent', exchange }
}
