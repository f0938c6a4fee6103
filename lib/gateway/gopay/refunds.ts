import type { Exchange } from '../contract.ts'
import { type GopayRefund, readRefunds } from './parse.ts'
import { silenceOf, textOf } from './reply.ts'
import { callApi, type GopayConnection, keepExchange, pathOf } from './wire.ts'

export type RefundsAnswer = Exchange &
  ({ kind: 'known'; refunds: GopayRefund[] } | { kind: 'unanswered'; reason: string })

/** All refunds of a payment with where each stands: the only way to learn how an accepted one ended. */
export async function refunds(connection: GopayConnection, gatewayPaymentId: string): Promise<RefundsAnswer> {
  const reply = await callApi(connection, 'GET', pathOf(gatewayPaymentId, '/refunds'))
  const exchange = keepExchange(connection, 'refunds', reply)
  const list = readRefunds(textOf(reply) ?? '')
  return list
    ? { kind: 'known', refunds: list, exchange }
    : { kind: 'unanswered', reason: silenceOf(reply), exchange }
}
