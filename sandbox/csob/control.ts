import type { Gateway } from '#sandbox/csob/gateway'
import { payerAddress, returnedFields } from '#sandbox/csob/payer-page'
import { addControl } from '#sandbox/gateway/control'
import { replyJson } from '#sandbox/reply'
import type { Routes } from '#sandbox/routes'
import { formatPrice, formatTime } from '#sandbox/wording'

/** Adds /sandbox…: what is common to the gateways, settling a payment, and what a payer would bring back. */
export function addCsobControl(routes: Routes, gateway: Gateway): void {
  const { payments } = gateway
  addControl(routes, {
    gateway,
    payments: { list: payments.list, find: payments.get },
    listedBy: ['orderNo', (payment) => payment.orderNo],
    actions: {
      pay: (payment) => payments.decide(payment, 'pay'),
      cancel: (payment) => payments.decide(payment, 'cancel'),
      decline: (payment) => payments.decide(payment, 'decline'),
      expire(payment) {
        payment.expiresAtMs = 0
        return payments.decide(payment, 'decline')
      },
      settle(payment) {
        if (payment.status !== 7) return false
        payments.move(payment, 8)
        return true
      },
      return: (payment) => replyJson(200, returnedFields(gateway, payment)),
    },
    columns: [
      ['Číslo platby', (payment) => payment.payId],
      ['Objednávka', (payment) => payment.orderNo],
      ['Částka', (payment) => formatPrice(payment.totalAmount, payment.currency)],
      ['Stav', (payment) => payment.status],
      ['Založena', (payment) => formatTime(payment.createdAtMs)],
    ],
    payerAddress: (payment) => payerAddress(gateway, payment),
  })
}
