import { replyFault } from '#sandbox/gopay/fault'
import type { Gateway } from '#sandbox/gopay/gateway'
import { type Payment, refundable } from '#sandbox/gopay/payment'
import { replyExpired } from '#sandbox/gopay/token-call'
import { replyBroken, replyJson } from '#sandbox/reply'
import type { Call } from '#sandbox/routes'

const isPaid = ({ state }: Payment) => state === 'PAID' || state === 'PARTIALLY_REFUNDED'

/** Returns money to the payer, whole or part: at once, later, or never, as the behaviour asks. */
export async function refundPayment(gateway: Gateway, call: Call, payment: Payment): Promise<Response> {
  const body = await call.req.text()
  const { refund: way, tokenExpiresTimes } = gateway.rules.behaviourOf(payment)
  if (payment.tokenFailures < tokenExpiresTimes) {
    payment.tokenFailures++
    return replyExpired(gateway, call)
  }
  if (way === 'http500' || way === 'html') return replyBroken(call, way)
  const amount = readAmount(body)
  if (amount === null)
    return replyFault(409, {
      code: 111,
      name: 'WRONG_FORMAT',
      message: 'Wrong format',
      field: 'amount',
    })
  if (way === 'refused' || !isPaid(payment))
    return replyFault(409, {
      code: 330,
      name: 'PAYMENT_REFUND_NOT_SUPPORTED',
      message: 'Payment cannot be refunded',
    })
  if (amount > refundable(payment))
    return replyFault(409, {
      code: 331,
      name: 'PAYMENT_REFUND_AMOUNT',
      message: 'Amount is higher than what can be refunded',
    })

  const refund = gateway.payments.addRefund(payment, amount)
  const isLater = way === 'accepted' || way === 'accepted-then-failed'
  if (!isLater) gateway.payments.endRefund(payment, refund, way === 'failed' ? 'FAILED' : 'FINISHED')
  if (way === 'timeout-after-storing') return replyBroken(call, 'drop')
  const told = {
    id: payment.id,
    result: refund.state,
    description: refund.state === 'FAILED' ? 'Balance is not sufficient' : null,
  }
  // Its notification shall come after this answer.
  if (way === 'accepted-then-failed')
    setImmediate(() => gateway.payments.endRefund(payment, refund, 'FAILED'))
  return replyJson(200, told)
}

/** All refunds of a payment with where each of them stands. */
export function tellRefunds(payment: Payment): Response {
  return replyJson(
    200,
    payment.refunds.map((refund) => ({
      id: refund.id,
      state: refund.state,
      amount: refund.amount,
      currency: payment.currency,
      date_requested: new Date(refund.requestedAtMs).toISOString(),
      date_last_change: new Date(refund.changedAtMs).toISOString(),
    })),
  )
}

/** Haléře from a form `amount=…` or from JSON `{"amount": …}`; null when there is no positive whole number. */
function readAmount(body: string): number | null {
  const text = body.startsWith('{')
    ? /"amount"\s*:\s*(\d+)/.exec(body)?.[1]
    : new URLSearchParams(body).get('amount')
  return text && /^[1-9]\d{0,11}$/.test(text) ? Number(text) : null
}
