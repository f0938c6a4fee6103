import { z } from 'zod'
import { type Exchange, readJson, replyJson } from '#sandbox/gateway/http-exchange'
import { behaviourCommandSchema, clearBehaviour, setBehaviour } from '#sandbox/gpwebpay/behaviour'
import { answerControlPage } from '#sandbox/gpwebpay/control-page'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import { returnAddress } from '#sandbox/gpwebpay/payer-return'
import { type DecisionName, decisions } from '#sandbox/gpwebpay/payments'

const downSchema = z.strictObject({ down: z.boolean() })
/** Puts a payment into any state, also into those a payer cannot reach here. */
const stateSchema = z.strictObject({
  state: z.int().min(0).max(9999),
  approveAmount: z.int().min(0).optional(),
  captureAmount: z.int().min(0).optional(),
  refundAmount: z.int().min(0).optional(),
  createdAtMs: z.int().min(0).optional(),
})
const actionPath = /^\/sandbox\/payments\/(\d+)\/([\w-]+)$/

/** Answers /sandbox…: the part no real gateway has, for tests and testers. */
export async function answerControl(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { method, path, query } = exchange
  if (path === '/sandbox') return answerControlPage(gateway, exchange)
  if (path === '/sandbox/behaviour') return answerBehaviour(gateway, exchange)
  if (path === '/sandbox/payments' && method === 'GET') {
    const orderNumber = query.get('orderNumber')
    const payments = gateway.payments.list()
    return replyJson(
      exchange,
      200,
      payments.filter((payment) => orderNumber === null || payment.orderNumber === orderNumber),
    )
  }
  if (path === '/sandbox/down' && method === 'POST') {
    const command = downSchema.safeParse(await readJson(exchange))
    if (!command.success) return replyJson(exchange, 400, { error: z.prettifyError(command.error) })
    gateway.isDown = command.data.down
    return replyJson(exchange, 200, command.data)
  }
  await answerAction(gateway, exchange)
}

async function answerAction(gateway: Gateway, exchange: Exchange): Promise<void> {
  const [, orderNumber = '', action = ''] = actionPath.exec(exchange.path) ?? []
  const payment = gateway.payments.get(orderNumber)
  if (!payment) return replyJson(exchange, 404, { error: 'No such payment or operation' })
  if (exchange.method === 'GET' && action === 'return')
    return replyJson(exchange, 200, { url: returnAddress(gateway, payment) })
  if (exchange.method === 'POST' && action === 'state') {
    const command = stateSchema.safeParse(await readJson(exchange))
    if (!command.success) return replyJson(exchange, 400, { error: z.prettifyError(command.error) })
    Object.assign(payment, command.data)
    gateway.payments.changed(payment)
    return replyJson(exchange, 200, payment)
  }
  if (exchange.method !== 'POST' || !Object.hasOwn(decisions, action))
    return replyJson(exchange, 404, { error: 'No such operation' })
  const isDecided = gateway.payments.decide(payment, action as DecisionName)
  replyJson(exchange, isDecided ? 200 : 409, payment)
}

async function answerBehaviour({ rules, payments }: Gateway, exchange: Exchange): Promise<void> {
  if (exchange.method === 'DELETE') clearBehaviour(rules, payments.list())
  else if (exchange.method === 'POST') {
    const command = behaviourCommandSchema.safeParse(await readJson(exchange))
    if (!command.success) return replyJson(exchange, 400, { error: z.prettifyError(command.error) })
    setBehaviour(rules, payments.list(), command.data)
  }
  replyJson(exchange, 200, { ...rules, byOrderNumber: Object.fromEntries(rules.byOrderNumber) })
}
