import { z } from 'zod'
import { payerAddress } from '#sandbox/comgate/create-payment'
import type { Gateway } from '#sandbox/comgate/gateway'
import { allowedMethod } from '#sandbox/comgate/methods'
import type { Decision, Payment } from '#sandbox/comgate/payments'
import { payOut } from '#sandbox/comgate/transfers'
import { addControl } from '#sandbox/gateway/control'
import { replyJson } from '#sandbox/reply'
import { type Routes, taking } from '#sandbox/routes'
import { formatPrice, formatTime } from '#sandbox/wording'

const statusNames = { PENDING: 'čeká', PAID: 'zaplacena', CANCELLED: 'zrušena' }

/** Adds /sandbox…: what is common to the gateways, pushes on demand, chargebacks and transfers sent at once. */
export function addComgateControl(routes: Routes, gateway: Gateway): void {
  const { payments, pushes } = gateway
  const decide = (payment: Payment, decision: Decision | null) =>
    decision !== null && payments.decide(payment, decision) !== null
  const chargeBack = (payment: Payment, isWon: boolean) => {
    if (payment.status === 'PAID') payments.chargeBack(payment, isWon)
    return payment.status === 'PAID'
  }

  routes.post(
    '/sandbox/pay-out',
    taking(z.strictObject({ on: z.iso.date() }), ({ on }) => {
      const sent = payOut(payments.list(), on)
      for (const payment of sent?.payments ?? []) payments.changed(payment)
      return replyJson(200, { transferId: sent?.transferId ?? null })
    }),
  )
  addControl(routes, {
    gateway,
    payments: { list: payments.list, find: payments.get },
    listedBy: ['refId', (payment) => payment.refId],
    actions: {
      pay: (payment) => decide(payment, paid(payment, 'card') ?? paid(payment, 'any')),
      'pay-by-bank': (payment) => decide(payment, paid(payment, 'bank')),
      cancel: (payment) => decide(payment, { status: 'CANCELLED', cancelledBy: 'payer' }),
      expire: (payment) => decide(payment, { status: 'CANCELLED', cancelledBy: 'expiry' }),
      async push(payment) {
        await pushes.sendOnce(payment)
        return true
      },
      'charge-back': (payment) => chargeBack(payment, false),
      'chargeback-won': (payment) => chargeBack(payment, true),
    },
    columns: [
      ['Číslo platby', (payment) => payment.transId],
      ['Objednávka', (payment) => payment.refId],
      ['Popis', (payment) => payment.label],
      ['Částka', (payment) => formatPrice(payment.price, payment.curr)],
      ['Stav', (payment) => statusNames[payment.status]],
      ['Založena', (payment) => formatTime(payment.createdAtMs)],
      ['Doručená oznámení', (payment) => `${payment.pushesDelivered}\u00a0z\u00a0${payment.pushAttempts}`],
      ['Dotazy', (payment) => payment.statusCalls],
    ],
    payerAddress: (payment) => payerAddress(gateway, payment),
  })
}

function paid({ allowedMethods }: Payment, kind: 'card' | 'bank' | 'any'): Decision | null {
  const method = kind === 'any' ? allowedMethods[0] : allowedMethod(allowedMethods, kind)
  return method ? { status: 'PAID', method } : null
}
