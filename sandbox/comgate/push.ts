import type { Payment } from '#sandbox/comgate/payments'
import { resultFields, withoutEmpty } from '#sandbox/comgate/result-fields'
import { ask, type Delivery, defaultPausesMs, openDelivery } from '#sandbox/gateway/delivery'

type PushOptions = {
  pushUrl: string
  merchant: string
  secret: string
  pushPausesMs?: readonly number[] | undefined
}

export type PushSender = Delivery<Payment>

/** Tells the merchant how payments ended, again and again until answered by 2xx. */
export function openPushSender(options: PushOptions, changed: (payment: Payment) => void): PushSender {
  return openDelivery({
    highestAttempt: 1000,
    pausesMs: options.pushPausesMs ?? defaultPausesMs,
    async sendOnce(payment, signal) {
      payment.pushAttempts++
      const message = { method: 'POST', ...pushMessage(payment, options) }
      const answer = await ask(options.pushUrl, message, signal)
      const isTaken = typeof answer === 'number' && answer >= 200 && answer < 300
      payment.lastPushAnswer = answer
      if (isTaken) payment.pushesDelivered++
      changed(payment)
      return isTaken
    },
    waiting: (payment) => payment.pushesWaiting,
    addWaiting(payment, change) {
      payment.pushesWaiting += change
      changed(payment)
    },
  })
}

/** Body and header of the push: a form for payments created by v1.0, JSON for v2.0. */
export function pushMessage(
  payment: Payment,
  shop: { merchant: string; secret: string },
): { headers: Record<string, string>; body: string } {
  const fields = resultFields(payment, shop)
  if (payment.version === 'v1.0')
    return {
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
      body: new URLSearchParams(fields).toString(),
    }
  const { fullName } = payment
  return {
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(withoutEmpty({ ...fields, fullName })),
  }
}
