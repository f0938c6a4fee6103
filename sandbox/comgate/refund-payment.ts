import { setTimeout as pause } from 'node:timers/promises'
import type { Gateway } from '#sandbox/comgate/gateway'
import { type Payment, remainingOf } from '#sandbox/comgate/payments'
import { broken, done, type Outcome, refused } from '#sandbox/comgate/refusal'

/**
 * Gives back all or a part of a paid payment. As the real one, it has no number for a refund, knows no repeated
 * request, and the status of the payment stays as it was.
 */
export async function refundPayment(
  gateway: Gateway,
  fields: ReadonlyMap<string, string>,
): Promise<Outcome<Payment>> {
  const transId = fields.get('transId') ?? ''
  if (transId === '') return refused(1400, 'Missing parameter transId')
  const payment = gateway.payments.get(transId)
  if (payment === undefined) return refused(1400, 'Payment not found')

  const { refundFails, refundDelayMs } = gateway.rules.behaviourOf(payment)
  if (refundDelayMs > 0) await pause(refundDelayMs, undefined, { ref: false })
  if (refundFails === '1400') return refused(1400, 'Unauthorized access')
  if (refundFails === '1100') return refused(1100, 'Unknown error')
  if (refundFails !== null && refundFails !== 'timeout-after-storing') return broken(refundFails)

  const amount = fields.get('amount') ?? ''
  if (!/^[1-9]\d{0,14}$/.test(amount)) return refused(1309, 'Incorrect amount')
  if ((fields.get('curr') ?? payment.curr) !== payment.curr) return refused(1310, 'Unknown currency')
  if (payment.status !== 'PAID') return refused(1401, 'Payment to refund is not paid')
  if (Number(amount) > remainingOf(payment)) return refused(1402, 'Amount above the remaining price')
  gateway.payments.refund(payment, Number(amount), fields.get('refId') ?? '')
  return refundFails === 'timeout-after-storing' ? broken('drop') : done(payment)
}
