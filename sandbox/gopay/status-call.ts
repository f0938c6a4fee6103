import { setTimeout as pause } from 'node:timers/promises'
import { type Exchange, replyJson } from '#sandbox/gateway/http-exchange'
import { type Behaviour, behaviourOf } from '#sandbox/gopay/behaviour'
import type { Gateway } from '#sandbox/gopay/gateway'
import type { Payment } from '#sandbox/gopay/payment'
import { paymentFields } from '#sandbox/gopay/payment-fields'
import { replyFault, replyWrong } from '#sandbox/gopay/reply'
import { refuseToken } from '#sandbox/gopay/token-call'

/** What status tells about a payment, or the failure its behaviour asks for. */
export async function statusCall(gateway: Gateway, exchange: Exchange, payment: Payment): Promise<void> {
  payment.statusCalls++
  const behaviour = behaviourOf(gateway.rules, payment)
  if (refuseToken(gateway, exchange, payment, behaviour.tokenExpiresTimes)) return
  const { statusFails, statusFailsTimes = Number.POSITIVE_INFINITY, statusDelayMs = 0 } = behaviour
  const fails = statusFails !== undefined && payment.statusFailures < statusFailsTimes
  if (fails) payment.statusFailures++
  if (statusDelayMs > 0) await pause(statusDelayMs, undefined, { ref: false })
  if (!fails)
    return replyJson(exchange, 200, { ...paymentFields(gateway, payment), ...lies(payment, behaviour) })
  if (statusFails === 'unknown-state')
    return replyJson(exchange, 200, { ...paymentFields(gateway, payment), state: 'TELEPORTED' })
  if (statusFails === 'forbidden')
    return replyFault(exchange, 403, { code: 203, name: 'ACCESS_DENIED', message: 'Access denied' })
  replyWrong(exchange, statusFails)
}

function lies(payment: Payment, behaviour: Behaviour): Record<string, unknown> {
  const told: Record<string, unknown> = {}
  const { wrongAmount = false } = behaviour
  if (wrongAmount !== false)
    told.amount = typeof wrongAmount === 'number' ? wrongAmount : payment.amount + 100
  if (behaviour.wrongCurrency) told.currency = payment.currency === 'EUR' ? 'CZK' : 'EUR'
  if (behaviour.wrongOrderNumber) told.order_number = `${payment.orderNumber}-jine`
  if (behaviour.wrongGoid) told.target = { type: 'ACCOUNT', goid: 8_999_999_999 }
  return told
}
