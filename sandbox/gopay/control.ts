import { z } from 'zod'
import { addControl } from '#sandbox/gateway/control'
import type { Action } from '#sandbox/gateway/control-needs'
import type { Gateway } from '#sandbox/gopay/gateway'
import { moves, payerAddress } from '#sandbox/gopay/payer-page'
import { type Payment, paymentStates } from '#sandbox/gopay/payment'
import type { Move } from '#sandbox/gopay/payments'
import { replyJson } from '#sandbox/reply'
import { type Routes, taking } from '#sandbox/routes'
import { formatPrice, formatTime } from '#sandbox/wording'

const moveSchema = z.strictObject({
  state: z.enum(paymentStates),
  subState: z.string().nullable().optional(),
  instrument: z.string().nullable().optional(),
})
const switches = z.strictObject({
  down: z.boolean().optional(),
  tokenFails: z.enum(['http500', 'html', 'hang']).nullable().optional(),
})
const stateNames: Record<Payment['state'], string> = {
  CREATED: 'čeká',
  PAYMENT_METHOD_CHOSEN: 'čeká na banku',
  PAID: 'zaplacena',
  AUTHORIZED: 'zablokována',
  CANCELED: 'zrušena',
  TIMEOUTED: 'vypršela',
  PARTIALLY_REFUNDED: 'zčásti vrácena',
  REFUNDED: 'vrácena',
}

/** Adds /sandbox…: what is common to the gateways, tokens, any state of a payment, and ends of accepted refunds. */
export function addGopayControl(routes: Routes, gateway: Gateway): void {
  const { payments, tokens, notifier } = gateway
  const decide =
    (move: Move): Action<Payment> =>
    (payment) =>
      payments.decide(payment, move) !== null
  const endRefunds =
    (state: 'FINISHED' | 'FAILED'): Action<Payment> =>
    (payment) => {
      for (const refund of payment.refunds) payments.endRefund(payment, refund, state)
      return true
    }

  routes.get('/sandbox/tokens', () => replyJson(200, { issued: tokens.issued() }))
  routes.delete('/sandbox/tokens', () => {
    tokens.revokeAll()
    return replyJson(200, {})
  })
  routes.post(
    '/sandbox/switches',
    taking(switches, ({ down = gateway.isDown, tokenFails = gateway.tokenFails }) => {
      Object.assign(gateway, { isDown: down, tokenFails })
      return replyJson(200, { down, tokenFails })
    }),
  )
  addControl(routes, {
    gateway,
    payments: { list: payments.list, find: (id) => payments.get(Number(id)) },
    listedBy: ['order_number', (payment) => payment.orderNumber],
    actions: {
      pay: decide(moves.card),
      'pay-by-bank': decide(moves.bank),
      cancel: decide(moves.cancel),
      wait: decide(moves.wait),
      expire: decide({ state: 'TIMEOUTED' }),
      state: (payment, call) =>
        taking(moveSchema, ({ state, subState, instrument }) => {
          payments.move(payment, {
            state,
            ...(subState !== undefined && { subState }),
            ...(instrument !== undefined && { instrument }),
          })
          return replyJson(200, payment)
        })(call),
      async notify(payment) {
        await notifier.sendOnce(payment)
        return true
      },
      'finish-refunds': endRefunds('FINISHED'),
      'fail-refunds': endRefunds('FAILED'),
    },
    columns: [
      ['Číslo platby', (payment) => payment.id],
      ['Objednávka', (payment) => payment.orderNumber],
      ['Popis', (payment) => payment.orderDescription],
      ['Částka', (payment) => formatPrice(payment.amount, payment.currency)],
      ['Stav', (payment) => stateNames[payment.state]],
      ['Založena', (payment) => formatTime(payment.createdAtMs)],
      [
        'Doručená oznámení',
        (payment) => `${payment.notificationsDelivered}\u00a0z\u00a0${payment.notificationAttempts}`,
      ],
      ['Dotazy', (payment) => payment.statusCalls],
    ],
    payerAddress: (payment) => payerAddress(gateway, payment),
  })
}
