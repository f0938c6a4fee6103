import { randomUUID } from 'node:crypto'
import type { Behaviour } from '#sandbox/gpwebpay/behaviour'

/** What of a valid order the gateway keeps. Undefined is a field that was not sent. */
interface Order {
  orderNumber: string
  merOrderNum: string | undefined
  md: string | undefined
  /** Minor units. */
  amount: number
  currency: string
  isCaptured: boolean
  url: string
  description: string
  disabledMethods: string[]
}

/** A payment as the stand-in keeps it: plain JSON, so that a line of the state file is a payment. */
export interface Payment extends Order {
  /** Stands in the address of the payer's page. */
  pageId: string
  /** The state number of the protocol. */
  state: number
  /** Empty until the payer chose. */
  method: string
  approveAmount: number
  captureAmount: number
  refundAmount: number
  createdAtMs: number
  decidedAtMs: number | null
  /** What the return tells. */
  codes: ReturnCodes
  behaviour: Behaviour
  serviceCalls: number
  /** Calls that were made to fail since the behaviour was set. */
  serviceFailures: number
}

export interface ReturnCodes {
  primary: number
  secondary: number
  text: string
}

/** What may happen to a payment: from which states, to which one, and what the return then says. */
export const decisions = {
  pay: { from: [1, 2, 3], to: 7, method: 'CRD', codes: codes(0, 0, 'OK') },
  'pay-by-bank': { from: [1, 2, 3], to: 7, method: 'BTNCS', codes: codes(0, 0, 'OK') },
  authorize: { from: [1, 2, 3], to: 4, method: 'CRD', codes: codes(0, 0, 'OK') },
  decline: { from: [1, 2, 3], to: 6, method: 'CRD', codes: codes(30, 1002, 'Zamítnuto vydavatelem karty') },
  'decline-3d': { from: [1, 2, 3], to: 13, method: 'CRD', codes: codes(28, 3000, 'Držitel karty neověřen') },
  cancel: { from: [1, 2, 3], to: 20, method: '', codes: codes(50, 0, 'Držitel karty zrušil platbu') },
  wait: { from: [1, 2, 3], to: 2, method: 'CRD', codes: codes(250, 0, 'Platba se zpracovává') },
  leave: { from: [1, 2], to: 3, method: '', codes: codes(35, 0, 'Vypršela platnost relace') },
  expire: { from: [1, 2, 3], to: 21, method: '', codes: codes(35, 0, 'Vypršela platnost relace') },
  break: { from: [1, 2, 3], to: 1000, method: 'CRD', codes: codes(1000, 0, 'Technický problém') },
  'close-batch': { from: [7], to: 8, method: null, codes: null },
  // What goes back has a batch of its own.
  'close-refund-batch': { from: [11], to: 12, method: null, codes: null },
} satisfies Record<string, Decision>
export type DecisionName = keyof typeof decisions

interface Decision {
  from: number[]
  to: number
  method: string | null
  codes: ReturnCodes | null
}

function codes(primary: number, secondary: number, text: string): ReturnCodes {
  return { primary, secondary, text }
}

export interface Payments {
  get(orderNumber: string): Payment | undefined
  byPage(pageId: string): Payment | undefined
  list(): Payment[]
  open(order: Order, behaviour: Behaviour): Payment
  /** False where the payment cannot be decided this way. */
  decide(payment: Payment, name: DecisionName): boolean
  /** Notes a change that was made outside of `decide`. */
  changed(payment: Payment): void
  close(): void
}

/** Payments in memory; a session that nobody finished is ended by the gateway. */
export function openPayments(options: {
  kept: readonly Payment[]
  sessionMs: number
  changed: (payment: Payment) => void
}): Payments {
  const byNumber = new Map<string, Payment>()
  const timers = new Set<NodeJS.Timeout>()

  function keep(payment: Payment) {
    byNumber.set(payment.orderNumber, payment)
    const waitMs = Math.max(0, payment.createdAtMs + options.sessionMs - Date.now())
    timers.add(setTimeout(() => decide(payment, 'expire'), waitMs).unref())
  }

  function decide(payment: Payment, name: DecisionName): boolean {
    const decision: Decision = decisions[name]
    if (!decision.from.includes(payment.state)) return false
    payment.state = decision.to
    payment.decidedAtMs ??= Date.now()
    if (decision.method !== null) payment.method = decision.method
    if (decision.codes !== null) payment.codes = decision.codes
    if (decision.to === 7 || decision.to === 4) payment.approveAmount = payment.amount
    if (decision.to === 7) payment.captureAmount = payment.amount
    options.changed(payment)
    return true
  }

  for (const payment of options.kept) keep(payment)
  return {
    get: (orderNumber) => byNumber.get(orderNumber),
    byPage: (pageId) => [...byNumber.values()].find((payment) => payment.pageId === pageId),
    list: () => [...byNumber.values()],
    open(order, behaviour) {
      const payment = newPayment(order, behaviour)
      keep(payment)
      options.changed(payment)
      return payment
    },
    decide,
    changed: options.changed,
    close() {
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

function newPayment(order: Order, behaviour: Behaviour): Payment {
  return {
    ...order,
    pageId: randomUUID(),
    state: 1,
    method: '',
    approveAmount: 0,
    captureAmount: 0,
    refundAmount: 0,
    createdAtMs: Date.now(),
    decidedAtMs: null,
    codes: codes(250, 0, 'Platba se zpracovává'),
    behaviour,
    serviceCalls: 0,
    serviceFailures: 0,
  }
}
