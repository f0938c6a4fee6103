import { ask, type Delivery, defaultPausesMs, openDelivery } from '#sandbox/gateway/delivery'
import type { Payment } from '#sandbox/gopay/payment'

/** Tells the shop that something happened with a payment. */
export type Notifier = Delivery<Payment>

/** Notifications by GET: the payment's number and nothing else, at most 20 times until answered by 200. */
export function openNotifier(
  changed: (payment: Payment) => void,
  pausesMs: readonly number[] = defaultPausesMs,
): Notifier {
  return openDelivery({
    highestAttempt: 20,
    pausesMs,
    async sendOnce(payment, signal) {
      payment.notificationAttempts++
      const answer = await ask(withId(payment.notificationUrl, payment.id), {}, signal)
      payment.lastNotificationAnswer = answer
      if (answer === 200) payment.notificationsDelivered++
      changed(payment)
      return answer === 200
    },
    waiting: (payment) => payment.notificationsWaiting,
    addWaiting(payment, change) {
      payment.notificationsWaiting += change
      changed(payment)
    },
  })
}

/** The shop's address with the payment's number behind what it already says. */
export function withId(address: string, id: number): string {
  const url = new URL(address)
  url.searchParams.append('id', String(id))
  return url.href
}
