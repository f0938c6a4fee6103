import { setTimeout as pause } from 'node:timers/promises'
import type { Whole } from '#sandbox/gopay/behaviour'
import { replyFault, replyWrong } from '#sandbox/gopay/fault'
import type { Gateway } from '#sandbox/gopay/gateway'
import { readOrder } from '#sandbox/gopay/order'
import { payerAddress } from '#sandbox/gopay/payer-page'
import type { Payment } from '#sandbox/gopay/payment'
import { replyExpired } from '#sandbox/gopay/token-call'
import { replyJson } from '#sandbox/reply'
import { type Call, readJson } from '#sandbox/routes'

/**
 * Creates a payment, or fails the way its behaviour asks for. A delay comes after storing, so that a client who
 * gives up leaves a payment behind.
 */
export async function createPayment(gateway: Gateway, call: Call): Promise<Response> {
  const { rules, payments, notifier } = gateway
  const read = readOrder(await readJson(call), gateway.options.goid)
  if ('fault' in read) return replyFault(read.fault.code === 203 ? 403 : 409, read.fault)
  const { order } = read

  const [upcoming] = rules.next
  if (upcoming && upcoming.failures < (upcoming.behaviour.tokenExpiresTimes ?? 0)) {
    upcoming.failures++
    return replyExpired(gateway, call)
  }
  const own = rules.take(order.orderNumber)
  const { createFails, createDelayMs, ...rest } = rules.behaviourOf({ behaviour: own })
  const isStored = createFails === null || createFails === 'timeout-after-storing'
  const payment = isStored ? payments.create(order, own) : null
  // What the create call met, the next calls about the payment do not meet again.
  if (payment !== null && upcoming) payment.tokenFailures = upcoming.failures

  if (payment !== null && rest.notifyEarly) await notifier.sendOnce(payment)
  if (payment !== null && rest.notifyBeforeCreateReply)
    await payments.move(payment, { state: 'PAID', instrument: 'PAYMENT_CARD' }).firstNotification
  if (createDelayMs > 0) await pause(createDelayMs, undefined, { ref: false })

  if (createFails === 'refused')
    return replyFault(409, { code: 301, name: 'PAYMENT_NOT_CREATED', message: 'Payment cannot be created' })
  if (payment === null || createFails === 'timeout-after-storing')
    return replyWrong(call, createFails === 'timeout-after-storing' ? 'drop' : (createFails ?? 'drop'))
  return replyJson(200, { ...fieldsOf(gateway, payment), state: 'CREATED' })
}

/** What status tells about a payment, or the failure its behaviour asks for. */
export async function tellStatus(gateway: Gateway, call: Call, payment: Payment): Promise<Response> {
  payment.statusCalls++
  const behaviour = gateway.rules.behaviourOf(payment)
  const { statusFails, statusFailsTimes, statusDelayMs, tokenExpiresTimes } = behaviour
  if (payment.tokenFailures < tokenExpiresTimes) {
    payment.tokenFailures++
    return replyExpired(gateway, call)
  }
  const fails = statusFails !== null && payment.statusFailures < statusFailsTimes
  if (fails) payment.statusFailures++
  if (statusDelayMs > 0) await pause(statusDelayMs, undefined, { ref: false })
  const fields = fieldsOf(gateway, payment)
  if (!fails) return replyJson(200, { ...fields, ...lies(payment, behaviour) })
  if (statusFails === 'unknown-state') return replyJson(200, { ...fields, state: 'TELEPORTED' })
  if (statusFails === 'forbidden')
    return replyFault(403, { code: 203, name: 'ACCESS_DENIED', message: 'Access denied' })
  return replyWrong(call, statusFails)
}

function lies(payment: Payment, behaviour: Whole): Record<string, unknown> {
  const told: Record<string, unknown> = {}
  const { wrongAmount } = behaviour
  if (wrongAmount !== false)
    told.amount = typeof wrongAmount === 'number' ? wrongAmount : payment.amount + 100
  if (behaviour.wrongCurrency) told.currency = payment.currency === 'EUR' ? 'CZK' : 'EUR'
  if (behaviour.wrongOrderNumber) told.order_number = `${payment.orderNumber}-jine`
  if (behaviour.wrongGoid) told.target = { type: 'ACCOUNT', goid: 8_999_999_999 }
  return told
}

/** A payment the way both create and status tell it; what is not known is left out. */
function fieldsOf(gateway: Gateway, payment: Payment): Record<string, unknown> {
  const { instrument, subState } = payment
  return {
    id: payment.id,
    order_number: payment.orderNumber,
    state: payment.state,
    ...(subState === null ? {} : { sub_state: subState }),
    ...(instrument === null ? {} : { payment_instrument: instrument }),
    amount: payment.amount,
    currency: payment.currency,
    payer: {
      allowed_payment_instruments: payment.instruments,
      contact: { email: payment.email, country_code: 'CZE' },
      ...(instrument === 'PAYMENT_CARD'
        ? { payment_card: { card_number: '444444******4448', card_expiration: '3012', card_brand: 'Visa' } }
        : {}),
      ...(instrument === 'BANK_ACCOUNT'
        ? { bank_account: { account_name: 'Zkušební Plátce', account_number: '1000000005/0100' } }
        : {}),
    },
    target: { type: 'ACCOUNT', goid: Number(gateway.options.goid) },
    additional_params: [],
    lang: payment.lang,
    gw_url: payerAddress(gateway, payment),
  }
}
