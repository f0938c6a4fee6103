import { type Exchange, readBody, replyBroken, replyJson } from '#sandbox/gateway/http-exchange'
import { behaviourOf } from '#sandbox/gopay/behaviour'
import type { Gateway } from '#sandbox/gopay/gateway'
import { type Payment, refundable } from '#sandbox/gopay/payment'
import { replyFault } from '#sandbox/gopay/reply'
import { refuseToken } from '#sandbox/gopay/token-call'

const isPaid = ({ state }: Payment) => state === 'PAID' || state === 'PARTIALLY_REFUNDED'

/** Returns money to the payer, whole or part: at once, later, or never, as the behaviour asks. */
export async function refundCall(gateway: Gateway, exchange: Exchange, payment: Payment): Promise<void> {
  const body = await readBody(exchange)
  const { refund: way, tokenExpiresTimes } = behaviourOf(gateway.rules, payment)
  if (refuseToken(gateway, exchange, payment, tokenExpiresTimes)) return
  if (way === 'http500' || way === 'html') return replyBroken(exchange, way)
  const amount = readAmount(body)
  if (amount === null)
    return replyFault(exchange, 409, {
      code: 111,
      name: 'WRONG_FORMAT',
      message: 'Wrong format',
      field: 'amount',
    })
  if (way === 'refused' || !isPaid(payment))
    return replyFault(exchange, 409, {
      code: 330,
      name: 'PAYMENT_REFUND_NOT_SUPPORTED',
      message: 'Payment cannot be refunded',
    })
  if (amount > refundable(payment))
    return replyFault(exchange, 409, {
      code: 331,
      name: 'PAYMENT_REFUND_AMOUNT',
      message: 'Amount is higher than what can be refunded',
    })

  const refund = gateway.payments.addRefund(payment, amount)
  const isLater = way === 'accepted' || way === 'accepted-then-failed'
  if (!isLater) gateway.payments.endRefund(payment, refund, way === 'failed' ? 'FAILED' : 'FINISHED')
  if (way === 'timeout-after-storing') return replyBroken(exchange, 'drop')
  replyJson(exchange, 200, {
    id: payment.id,
    result: refund.state,
    description: refund.state === 'FAILED' ? 'Balance is not sufficient' : null,
  })
  if (way === 'accepted-then-failed') gateway.payments.endRefund(payment, refund, 'FAILED')
}

/** All refunds of a payment with where each of them stands. */
export function refundsCall(exchange: Exchange, payment: Payment): void {
  replyJson(
    exchange,
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
