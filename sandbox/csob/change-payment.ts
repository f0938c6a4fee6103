import { answer, breakReply } from '#sandbox/csob/answer'
import type { Gateway } from '#sandbox/csob/gateway'
import type { Payment } from '#sandbox/csob/payments'
import type { Part } from '#sandbox/csob/signing'
import type { Answer, Call } from '#sandbox/routes'

type Change = 'close' | 'reverse' | 'refund'

/** Captures, reverses or refunds a payment, each only from the states the protocol allows. */
export function changePayment(
  gateway: Gateway,
  call: Call,
  payment: Payment,
  change: Change,
  amount: Part,
): Answer {
  const { changeFails, badSignatures } = gateway.rules.behaviourOf(payment)
  if (changeFails === '150' || changeFails === '900')
    return answer(gateway, { payId: payment.payId, resultCode: Number(changeFails) })
  if (changeFails !== null && changeFails !== 'drop') return breakReply(call, changeFails)
  // A refund runs in the background, so its answer may still tell the state from before.
  const before = payment.status
  const fault = faultOf(payment, change, amount)
  if (fault === 0) apply(gateway, payment, change, amount)
  if (changeFails === 'drop') return breakReply(call, 'drop')
  const told = change === 'refund' ? before : payment.status
  return answer(
    gateway,
    { payId: payment.payId, resultCode: fault, paymentStatus: told },
    { isBad: badSignatures.includes(change) },
  )
}

/** Zero, or the result code the change is refused by. */
function faultOf(payment: Payment, change: Change, amount: Part): number {
  const { status, totalAmount, refundedAmount } = payment
  const allowed = { close: [4], reverse: [4, 7], refund: [8, 9, 10] }[change]
  if (!allowed.includes(status)) return 150
  if (amount === undefined) return change === 'refund' && refundedAmount > 0 ? 150 : 0
  if (!Number.isInteger(amount) || Number(amount) < 1) return 110
  const most = change === 'refund' ? totalAmount - refundedAmount : totalAmount
  return Number(amount) > most ? 110 : 0
}

function apply({ payments }: Gateway, payment: Payment, change: Change, amount: Part) {
  if (change === 'close') {
    payment.totalAmount = amount === undefined ? payment.totalAmount : Number(amount)
    return payments.move(payment, 7)
  }
  if (change === 'reverse') return payments.move(payment, 5)
  payment.refundedAmount += amount === undefined ? payment.totalAmount : Number(amount)
  payments.move(payment, payment.refundedAmount >= payment.totalAmount ? 10 : 8)
}
