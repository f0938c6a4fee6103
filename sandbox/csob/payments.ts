import { randomBytes } from 'node:crypto'
import type { Behaviour } from '#sandbox/csob/behaviour'
import type { Order } from '#sandbox/csob/order'

/** 1 made · 2 opened · 3 cancelled · 4 authorised · 5 reversed · 6 denied · 7 paid · 8 settled · 9, 10 refunded. */
export type Status = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10

export type Payment = Order & {
  payId: string
  status: Status
  refundedAmount: number
  createdAtMs: number
  expiresAtMs: number
  behaviour: Behaviour
  statusCalls: number
  /** Questions asked since the payer decided; the first ones may hear the old status. */
  statusCallsAfterPaying: number
  /** When it was handed to the bank. */
  settledAtMs?: number
}

export type Payments = ReturnType<typeof openPayments>

/** Payments by their number, each change noted down. */
export function openPayments(changed: (payment: Payment) => void) {
  const byId = new Map<string, Payment>()

  /** One whose time is over is denied as soon as somebody looks. */
  function current(payment: Payment): Payment {
    if ((payment.status === 1 || payment.status === 2) && Date.now() > payment.expiresAtMs) move(payment, 6)
    return payment
  }
  function move(payment: Payment, status: Status) {
    payment.status = status
    if (status === 8) payment.settledAtMs ??= Date.now()
    payment.statusCallsAfterPaying = 0
    changed(payment)
  }
  return {
    get(payId: string): Payment | undefined {
      const payment = byId.get(payId)
      return payment && current(payment)
    },
    list: () => [...byId.values()].map(current),
    create(order: Order, behaviour: Behaviour): Payment {
      const createdAtMs = Date.now()
      const payment: Payment = {
        ...order,
        payId: `${randomBytes(6).toString('hex')}@HC`.slice(0, 15),
        status: 1,
        refundedAmount: 0,
        createdAtMs,
        expiresAtMs: createdAtMs + order.ttlSec * 1000,
        behaviour,
        statusCalls: 0,
        statusCallsAfterPaying: 0,
      }
      byId.set(payment.payId, payment)
      changed(payment)
      return payment
    },
    restore: (payment: Payment) => byId.set(payment.payId, payment),
    move,
    /** Notes a change of anything but the status. */
    changed,
    /** The payer's decision; false where there is nothing to decide any more. */
    decide(payment: Payment, to: 'pay' | 'cancel' | 'decline'): boolean {
      if (payment.status !== 1 && payment.status !== 2) return false
      move(
        payment,
        { pay: payment.closePayment ? (7 as const) : (4 as const), cancel: 3 as const, decline: 6 as const }[
          to
        ],
      )
      return true
    },
  }
}

/** The number a payment is told by. */
export const payIdOf = (payment: Payment): string => payment.payId
