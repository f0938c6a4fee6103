import { z } from 'zod'
import { type Exchange, readJson, replyJson } from '#sandbox/gateway/http-exchange'
import { behaviourCommandSchema, clearBehaviour, setBehaviour } from '#sandbox/gopay/behaviour'
import { answerControlPage } from '#sandbox/gopay/control-page'
import type { Gateway } from '#sandbox/gopay/gateway'
import { moves } from '#sandbox/gopay/payer-page'
import { type Payment, paymentStates } from '#sandbox/gopay/payment'
import type { Move } from '#sandbox/gopay/payments'

const moveSchema = z.strictObject({
  state: z.enum(paymentStates),
  subState: z.string().nullable().optional(),
  instrument: z.string().nullable().optional(),
})
const switches = z.strictObject({
  down: z.boolean().optional(),
  tokenFails: z.enum(['http500', 'html', 'hang']).nullable().optional(),
})
const decisions: Record<string, Move> = {
  pay: moves.card,
  'pay-by-bank': moves.bank,
  cancel: moves.cancel,
  wait: moves.wait,
  expire: { state: 'TIMEOUTED' },
}
const actionPath = /^\/sandbox\/payments\/(\d+)\/([a-z-]+)$/

/** Answers /sandbox…: the part no real gateway has, for tests and testers. */
export async function answerControl(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { method, path, query } = exchange
  if (path === '/sandbox') return answerControlPage(gateway, exchange)
  if (path === '/sandbox/behaviour') return answerBehaviour(gateway, exchange)
  if (path === '/sandbox/payments' && method === 'GET') {
    const orderNumber = query.get('order_number')
    const all = gateway.payments.list()
    return replyJson(
      exchange,
      200,
      all.filter((payment) => orderNumber === null || payment.orderNumber === orderNumber),
    )
  }
  if (path === '/sandbox/tokens' && method === 'GET')
    return replyJson(exchange, 200, { issued: gateway.tokens.issued() })
  if (path === '/sandbox/tokens' && method === 'DELETE') {
    gateway.tokens.revokeAll()
    return replyJson(exchange, 200, {})
  }
  if (path === '/sandbox/switches' && method === 'POST') {
    const command = switches.safeParse(await readJson(exchange))
    if (!command.success) return replyJson(exchange, 400, { error: z.prettifyError(command.error) })
    Object.assign(gateway, command.data)
    return replyJson(exchange, 200, { down: gateway.down, tokenFails: gateway.tokenFails })
  }
  const [, id, action] = actionPath.exec(path) ?? []
  if (id === undefined || action === undefined || method !== 'POST')
    return replyJson(exchange, 404, { error: 'No such operation' })
  const payment = gateway.payments.get(Number(id))
  if (payment === undefined) return replyJson(exchange, 404, { error: 'No such payment' })
  return answerAction(gateway, exchange, payment, action)
}

async function answerAction(gateway: Gateway, exchange: Exchange, payment: Payment, action: string) {
  if (action === 'notify') await gateway.notifier.sendOnce(payment)
  else if (action === 'finish-refunds' || action === 'fail-refunds') {
    for (const refund of payment.refunds)
      gateway.payments.endRefund(payment, refund, action === 'fail-refunds' ? 'FAILED' : 'FINISHED')
  } else if (action === 'state') {
    const move = moveSchema.safeParse(await readJson(exchange))
    if (!move.success) return replyJson(exchange, 400, { error: z.prettifyError(move.error) })
    const { state, ...rest } = move.data
    gateway.payments.move(payment, { state, ...defined(rest) })
  } else {
    const decision = decisions[action]
    if (decision === undefined) return replyJson(exchange, 404, { error: 'No such operation' })
    if (gateway.payments.decide(payment, decision) === null)
      return replyJson(exchange, 409, { error: 'The payment cannot be decided this way', payment })
  }
  replyJson(exchange, 200, payment)
}

const defined = (fields: object): Omit<Move, 'state'> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))

async function answerBehaviour({ rules, payments }: Gateway, exchange: Exchange): Promise<void> {
  if (exchange.method === 'DELETE') clearBehaviour(rules, payments.list())
  else if (exchange.method === 'POST') {
    const command = behaviourCommandSchema.safeParse(await readJson(exchange))
    if (!command.success) return replyJson(exchange, 400, { error: z.prettifyError(command.error) })
    if (!setBehaviour(rules, payments.list(), command.data))
      return replyJson(exchange, 404, { error: 'No such payment' })
  }
  replyJson(exchange, 200, { ...rules, byOrderNumber: Object.fromEntries(rules.byOrderNumber) })
}
