import { z } from 'zod'
import { behaviourCommandSchema, clearBehaviour, setBehaviour } from '#sandbox/comgate/behaviour'
import { answerControlPage } from '#sandbox/comgate/control-page'
import type { Gateway } from '#sandbox/comgate/gateway'
import { allowedMethod } from '#sandbox/comgate/methods'
import type { Decision, Payment } from '#sandbox/comgate/payments'
import { payOut } from '#sandbox/comgate/transfers'
import { type Exchange, readJson, replyJson } from '#sandbox/gateway/http-exchange'

const payOutSchema = z.strictObject({ on: z.iso.date() })
const downSchema = z.strictObject({ down: z.boolean() })
const actionPath =
  /^\/sandbox\/payments\/([^/]+)\/(pay|pay-by-bank|cancel|expire|push|charge-back|chargeback-won)$/

/** Answers /sandbox…: the part no real gateway has, for tests and testers. */
export async function answerControl(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { method, path, query } = exchange
  if (path === '/sandbox') return answerControlPage(gateway, exchange)
  if (path === '/sandbox/behaviour') return answerBehaviour(gateway, exchange)
  if (path === '/sandbox/payments' && method === 'GET') {
    const refId = query.get('refId')
    const payments = gateway.payments.list().filter((payment) => refId === null || payment.refId === refId)
    return replyJson(exchange, 200, payments)
  }
  if (path === '/sandbox/down' && method === 'POST') {
    const command = downSchema.safeParse(await readJson(exchange))
    if (!command.success) return replyJson(exchange, 400, { error: z.prettifyError(command.error) })
    gateway.down = command.data.down
    return replyJson(exchange, 200, command.data)
  }
  if (path === '/sandbox/pay-out' && method === 'POST') {
    const command = payOutSchema.safeParse(await readJson(exchange))
    if (!command.success) return replyJson(exchange, 400, { error: z.prettifyError(command.error) })
    const sent = payOut(gateway.payments.list(), command.data.on)
    for (const payment of sent?.payments ?? []) gateway.payments.changed(payment)
    return replyJson(exchange, 200, { transferId: sent?.transferId ?? null })
  }
  const [, transId, action] = actionPath.exec(path) ?? []
  if (transId === undefined || action === undefined || method !== 'POST')
    return replyJson(exchange, 404, { error: 'No such operation' })
  const payment = gateway.payments.get(transId)
  if (payment === undefined) return replyJson(exchange, 404, { error: 'No such payment' })
  if (action === 'push') {
    await gateway.pushes.sendOnce(payment)
    return replyJson(exchange, 200, payment)
  }
  if (action === 'charge-back' || action === 'chargeback-won') {
    if (payment.status !== 'PAID')
      return replyJson(exchange, 409, { error: 'The payment is not paid', payment })
    gateway.payments.chargeBack(payment, action === 'chargeback-won')
    return replyJson(exchange, 200, payment)
  }
  const decision = decisionFor(payment, action)
  if (decision === null || gateway.payments.decide(payment, decision) === null)
    return replyJson(exchange, 409, { error: 'The payment cannot be decided this way', payment })
  return replyJson(exchange, 200, payment)
}

async function answerBehaviour({ rules, payments }: Gateway, exchange: Exchange): Promise<void> {
  if (exchange.method === 'DELETE') clearBehaviour(rules, payments.list())
  else if (exchange.method === 'POST') {
    const command = behaviourCommandSchema.safeParse(await readJson(exchange))
    if (!command.success) return replyJson(exchange, 400, { error: z.prettifyError(command.error) })
    if (!setBehaviour(rules, payments.list(), command.data))
      return replyJson(exchange, 404, { error: 'No such payment' })
  }
  replyJson(exchange, 200, { ...rules, byRefId: Object.fromEntries(rules.byRefId) })
}

function decisionFor({ allowedMethods }: Payment, action: string): Decision | null {
  if (action === 'cancel') return { status: 'CANCELLED', cancelledBy: 'payer' }
  if (action === 'expire') return { status: 'CANCELLED', cancelledBy: 'expiry' }
  const anyMethod = action === 'pay' ? (allowedMethods[0] ?? null) : null
  const method = allowedMethod(allowedMethods, action === 'pay' ? 'card' : 'bank') ?? anyMethod
  return method === null ? null : { status: 'PAID', method }
}
