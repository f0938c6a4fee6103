import { type Exchange, replyJson } from '#sandbox/gateway/http-exchange'
import { createCall } from '#sandbox/gopay/create-call'
import type { Gateway } from '#sandbox/gopay/gateway'
import { refundCall, refundsCall } from '#sandbox/gopay/refund-call'
import { replyFault } from '#sandbox/gopay/reply'
import { statusCall } from '#sandbox/gopay/status-call'
import { tokenCall } from '#sandbox/gopay/token-call'

const paymentPath = /^\/api\/payments\/payment\/(\d+)(\/refunds?)?$/

/** Answers /api/…: the protocol itself, version 3. */
export async function answerProtocol(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { method, path } = exchange
  if (path === '/api/oauth2/token' && method === 'POST') return tokenCall(gateway, exchange)

  const scope = gateway.tokens.scopeOf(exchange.request.headers.authorization ?? '')
  if (scope === null)
    return replyFault(exchange, 401, { code: 200, name: 'UNAUTHORIZED', message: 'Token is not valid' })
  if (path === '/api/payments/payment' && method === 'POST') return createCall(gateway, exchange)

  if (path.startsWith(`/api/eshops/eshop/${gateway.options.goid}/payment-instruments`) && method === 'GET')
    return replyJson(exchange, 200, { groups: {}, enabledPaymentInstruments: [] })

  const [, id, tail] = paymentPath.exec(path) ?? []
  if (id === undefined)
    return replyFault(exchange, 404, { code: 100, name: 'NOT_FOUND', message: 'No such operation' })
  if (scope !== 'payment-all')
    return replyFault(exchange, 403, { code: 203, name: 'ACCESS_DENIED', message: 'Scope is not sufficient' })
  const payment = gateway.payments.get(Number(id))
  if (payment === undefined)
    return replyFault(exchange, 404, { code: 304, name: 'PAYMENT_NOT_FOUND', message: 'Payment not found' })
  if (tail === undefined && method === 'GET') return statusCall(gateway, exchange, payment)
  if (tail === '/refund' && method === 'POST') return refundCall(gateway, exchange, payment)
  if (tail === '/refunds' && method === 'GET') return refundsCall(exchange, payment)
  replyFault(exchange, 405, { code: 100, name: 'NOT_FOUND', message: 'No such operation' })
}
