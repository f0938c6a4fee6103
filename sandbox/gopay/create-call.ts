import { setTimeout as pause } from 'node:timers/promises'
import { type Exchange, readJson, replyJson } from '#sandbox/gateway/http-exchange'
import { behaviourOf, takeBehaviour } from '#sandbox/gopay/behaviour'
import type { Gateway } from '#sandbox/gopay/gateway'
import { readOrder } from '#sandbox/gopay/order'
import { paymentFields } from '#sandbox/gopay/payment-fields'
import { replyFault, replyWrong } from '#sandbox/gopay/reply'
import { refuseToken } from '#sandbox/gopay/token-call'

/**
 * Creates a payment, or fails the way its behaviour asks for. A delay comes after storing, so that a client who
 * gives up leaves a payment behind.
 */
export async function createCall(gateway: Gateway, exchange: Exchange): Promise<void> {
  const read = readOrder(await readJson(exchange), gateway.options.goid)
  if ('fault' in read) return replyFault(exchange, read.fault.code === 203 ? 403 : 409, read.fault)
  const { order } = read

  const [upcoming] = gateway.rules.next
  if (upcoming && refuseToken(gateway, exchange, upcoming, upcoming.behaviour.tokenExpiresTimes)) return
  const own = takeBehaviour(gateway.rules, order.orderNumber)
  const { createFails, createDelayMs = 0, ...rest } = behaviourOf(gateway.rules, { behaviour: own })
  const isStored = createFails === undefined || createFails === 'timeout-after-storing'
  const payment = isStored ? gateway.payments.create(order, own) : null
  // What the create call met, the next calls about the payment do not meet again.
  if (payment !== null && upcoming) payment.tokenFailures = upcoming.tokenFailures

  if (payment !== null && rest.notifyEarly) await gateway.notifier.sendOnce(payment)
  if (payment !== null && rest.notifyBeforeCreateReply)
    await gateway.payments.move(payment, { state: 'PAID', instrument: 'PAYMENT_CARD' }).firstNotification
  if (createDelayMs > 0) await pause(createDelayMs, undefined, { ref: false })

  if (createFails === 'refused')
    return replyFault(exchange, 409, {
      code: 301,
      name: 'PAYMENT_NOT_CREATED',
      message: 'Payment cannot be created',
    })
  if (payment === null || createFails === 'timeout-after-storing')
    return replyWrong(exchange, createFails === 'timeout-after-storing' ? 'drop' : (createFails ?? 'drop'))
  replyJson(exchange, 200, { ...paymentFields(gateway, payment), state: 'CREATED' })
}
