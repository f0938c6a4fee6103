import { setTimeout as pause } from 'node:timers/promises'
import type { Whole } from '#sandbox/comgate/behaviour'
import type { Gateway } from '#sandbox/comgate/gateway'
import type { Payment } from '#sandbox/comgate/payments'
import { broken, done, type Outcome, refused } from '#sandbox/comgate/refusal'
import { resultFields } from '#sandbox/comgate/result-fields'

/** What status tells about a payment, or the failure its behaviour asks for. */
export async function paymentStatus(
  gateway: Gateway,
  transId: string,
): Promise<Outcome<Record<string, string>>> {
  if (transId === '') return refused(1400, 'Missing parameter transId')
  const payment = gateway.payments.get(transId)
  if (payment === undefined) return refused(1400, 'Payment not found')
  payment.statusCalls++

  const behaviour = gateway.rules.behaviourOf(payment)
  const { statusFails, statusFailsTimes, statusDelayMs } = behaviour
  const fails = statusFails !== null && payment.statusFailures < statusFailsTimes
  if (fails) payment.statusFailures++
  if (statusDelayMs > 0) await pause(statusDelayMs, undefined, { ref: false })
  if (fails) return statusFails === '1400' ? refused(1400, 'Unauthorized access') : broken(statusFails)
  return done({
    ...resultFields(payment, gateway.options),
    ...cardFields(payment),
    ...lies(payment, behaviour),
  })
}

/** Cancels for the merchant; only a payment still waiting can be cancelled. */
export function cancelPayment(gateway: Gateway, transId: string): Outcome<Payment> {
  const payment = gateway.payments.get(transId)
  if (payment === undefined) return refused(1400, 'Payment not found')
  const decided = gateway.payments.decide(payment, { status: 'CANCELLED', cancelledBy: 'merchant' })
  return decided === null ? refused(1400, 'Payment cannot be cancelled') : done(payment)
}

/** Fields the status has beyond the push. */
function cardFields({ method }: Payment): Record<string, string> {
  const paidByCard = method.startsWith('CARD_')
  return {
    cardValid: paidByCard ? '12/30' : '',
    cardNumber: paidByCard ? '400000******0002' : '',
    appliedFee: '',
    appliedFeeType: '',
    paymentErrorReason: '',
  }
}

function lies(payment: Payment, behaviour: Whole): Record<string, string> {
  const told: Record<string, string> = {}
  const { wrongAmount } = behaviour
  if (wrongAmount !== false)
    told.price = String(typeof wrongAmount === 'number' ? wrongAmount : payment.price + 100)
  if (behaviour.wrongCurrency) told.curr = payment.curr === 'EUR' ? 'CZK' : 'EUR'
  if (behaviour.wrongRefId) told.refId = `${payment.refId}-jine`
  if (behaviour.wrongMerchant) told.merchant = '999999'
  if (behaviour.wrongTest) told.test = String(!payment.test)
  return told
}
