import { z } from 'zod'
import { addControl } from '#sandbox/gateway/control'
import type { Action } from '#sandbox/gateway/control-needs'
import type { Gateway } from '#sandbox/gpwebpay/gateway'
import { payerAddress } from '#sandbox/gpwebpay/payer-page'
import { returnAddress } from '#sandbox/gpwebpay/payer-return'
import { type DecisionName, decisions, type Payment } from '#sandbox/gpwebpay/payments'
import { replyJson } from '#sandbox/reply'
import { type Routes, taking } from '#sandbox/routes'
import { formatPrice, formatTime } from '#sandbox/wording'

/** Puts a payment into any state, also into those a payer cannot reach here. */
const stateSchema = z.strictObject({
  state: z.int().min(0).max(9999),
  approveAmount: z.int().min(0).optional(),
  captureAmount: z.int().min(0).optional(),
  refundAmount: z.int().min(0).optional(),
  createdAtMs: z.int().min(0).optional(),
})

const stateNames: Record<number, string> = {
  1: 'čeká',
  2: 'zpracovává se',
  3: 'opuštěna',
  4: 'autorizována',
  5: 'autorizace zrušena',
  6: 'zamítnuta',
  7: 'zaplacena',
  8: 'zaplacena, dávka uzavřena',
  11: 'vrací se',
  12: 'vrácena',
  13: 'zamítnuta při ověření',
  20: 'zrušena plátcem',
  21: 'vypršela',
  1000: 'technický problém',
}

/** Adds /sandbox…: what is common to the gateways, any state of a payment, and where a payer would go back now. */
export function addGpwebpayControl(routes: Routes, gateway: Gateway): void {
  const { payments } = gateway
  const decide =
    (name: DecisionName): Action<Payment> =>
    (payment) =>
      payments.decide(payment, name)
  const names = Object.keys(decisions) as DecisionName[]

  routes.get('/sandbox/payments/:orderNumber/return', (call) => {
    const payment = payments.get(call.req.param('orderNumber'))
    return payment === undefined
      ? replyJson(404, { error: 'No such payment or operation' })
      : replyJson(200, { url: returnAddress(gateway, payment) })
  })
  addControl(routes, {
    gateway,
    payments: { list: payments.list, find: payments.get },
    listedBy: ['orderNumber', (payment) => payment.orderNumber],
    actions: {
      ...Object.fromEntries(names.map((name) => [name, decide(name)])),
      state: (payment, call) =>
        taking(stateSchema, (state) => {
          payments.changed(Object.assign(payment, state))
          return replyJson(200, payment)
        })(call),
    },
    columns: [
      ['Číslo platby', (payment) => payment.orderNumber],
      ['Popis', (payment) => payment.description],
      [
        'Částka',
        (payment) => formatPrice(payment.amount, payment.currency === '203' ? 'CZK' : payment.currency),
      ],
      ['Stav', (payment) => `${stateNames[payment.state] ?? 'jiný'} (${payment.state})`],
      ['Založena', (payment) => formatTime(payment.createdAtMs)],
      ['Dotazy', (payment) => payment.serviceCalls],
    ],
    payerAddress: (payment) => payerAddress(gateway, payment),
  })
}
