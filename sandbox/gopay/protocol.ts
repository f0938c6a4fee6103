import { replyFault } from '#sandbox/gopay/fault'
import type { Gateway } from '#sandbox/gopay/gateway'
import type { Payment } from '#sandbox/gopay/payment'
import { createPayment, tellStatus } from '#sandbox/gopay/payment-calls'
import { refundPayment, tellRefunds } from '#sandbox/gopay/refund-calls'
import { issueToken } from '#sandbox/gopay/token-call'
import { replyJson } from '#sandbox/reply'
import type { Answer, Call, Routes } from '#sandbox/routes'

const replyNoOperation = (status: number) =>
  replyFault(status, { code: 100, name: 'NOT_FOUND', message: 'No such operation' })

/** Adds /api/…: the protocol itself, version 3. */
export function addProtocol(routes: Routes, gateway: Gateway): void {
  const { payments, tokens, options } = gateway
  const scopeOf = (call: Call) => tokens.scopeOf(call.req.header('authorization') ?? '')

  routes.post('/api/oauth2/token', (call) => issueToken(gateway, call))
  routes.use('/api/*', (call, next) =>
    scopeOf(call) === null
      ? Promise.resolve(replyFault(401, { code: 200, name: 'UNAUTHORIZED', message: 'Token is not valid' }))
      : next(),
  )
  routes.post('/api/payments/payment', (call) => createPayment(gateway, call))
  routes.get(`/api/eshops/eshop/${options.goid}/payment-instruments/*`, () =>
    replyJson(200, { groups: {}, enabledPaymentInstruments: [] }),
  )

  const path = '/api/payments/payment/:id{\\d+}'
  const about = (answer: (payment: Payment, call: Call) => Answer) => (call: Call) => {
    if (scopeOf(call) !== 'payment-all')
      return replyFault(403, { code: 203, name: 'ACCESS_DENIED', message: 'Scope is not sufficient' })
    const payment = payments.get(Number(call.req.param('id')))
    return payment === undefined
      ? replyFault(404, { code: 304, name: 'PAYMENT_NOT_FOUND', message: 'Payment not found' })
      : answer(payment, call)
  }
  routes.get(
    path,
    about((payment, call) => tellStatus(gateway, call, payment)),
  )
  routes.post(
    `${path}/refund`,
    about((payment, call) => refundPayment(gateway, call, payment)),
  )
  routes.get(`${path}/refunds`, about(tellRefunds))
  for (const each of [path, `${path}/refund`, `${path}/refunds`])
    routes.all(
      each,
      about(() => replyNoOperation(405)),
    )
  routes.all('/api/*', () => replyNoOperation(404))
}
