import { randomInt } from 'node:crypto'
import type { Behaviour } from '#sandbox/comgate/behaviour'
import type { Order } from '#sandbox/comgate/order'

export type ProtocolVersion = 'v1.0' | 'v2.0'
type PaymentStatus = 'PENDING' | 'PAID' | 'CANCELLED'

/** A payment as the stand-in keeps it: plain JSON, so that a line of the state file is a payment. */
export type Payment = Omit<Order, 'expiresInMs' | 'prepareOnly'> & {
  transId: string
  /** Version the payment was created with; the push speaks the same one. */
  version: ProtocolVersion
  status: PaymentStatus
  /** Method the payer chose; empty until paid. */
  method: string
  cancelledBy: 'payer' | 'merchant' | 'expiry' | null
  createdAtMs: number
  expiresAtMs: number
  decidedAtMs: number | null
  behaviour: Behaviour
  /** What was given back, each with the merchant's own reference; the status does not tell of it. */
  refunds: { amount: number; refId: string; atMs: number; transferId?: string }[]
  /** What the payer's bank took back of it, and what came back to the merchant. */
  chargebacks: { amount: number; isWon: boolean; atMs: number; transferId?: string }[]
  /** The transfer it was put into by hand; else it leaves by the first one of the day after. */
  transferId?: string
  /** Status calls that were made to fail since the behaviour was set. */
  statusFailures: number
  statusCalls: number
  pushAttempts: number
  /** Pushes the receiver answered with 2xx. */
  pushesDelivered: number
  /** Pushes still to be delivered, so that a restart goes on with them. */
  pushesWaiting: number
  /** HTTP status of the last answer to a push, or what went wrong. */
  lastPushAnswer: number | string | null
}

export type Decision =
  | { status: 'PAID'; method: string }
  | { status: 'CANCELLED'; cancelledBy: 'payer' | 'merchant' | 'expiry' }

export type Payments = {
  get(transId: string): Payment | undefined
  list(): Payment[]
  create(order: Order, version: ProtocolVersion, behaviour: Behaviour): Payment
  restore(payment: Payment): void
  /** Decides a payment once; null when it cannot be decided any more. `firstPush` never rejects. */
  decide(payment: Payment, decision: Decision): { firstPush: Promise<void> } | null
  /** Notes a refund that was found possible. */
  refund(payment: Payment, amount: number, refId: string): void
  /** Notes that the payer's bank took all of it back, or that it came back to the merchant. */
  chargeBack(payment: Payment, isWon: boolean): void
  /** Notes what was changed from outside. */
  changed(payment: Payment): void
  close(): void
}

type Listeners = {
  behaviourOf(payment: Payment): Pick<Behaviour, 'ignoreExpiry'>
  changed(payment: Payment): void
  /** Sends the result; resolves after the first attempt. */
  decided(payment: Payment): Promise<void>
}

/** Payments in memory with their rules: who may go from PENDING where, and expiry. */
export function openPayments(listeners: Listeners): Payments {
  const byTransId = new Map<string, Payment>()
  const expiryTimers = new Map<string, NodeJS.Timeout>()

  function keep(payment: Payment) {
    byTransId.set(payment.transId, payment)
    if (payment.status !== 'PENDING') return
    const waitMs = Math.max(0, payment.expiresAtMs - Date.now())
    expiryTimers.set(payment.transId, setTimeout(expire, waitMs, payment).unref())
  }

  function expire(payment: Payment) {
    if (listeners.behaviourOf(payment).ignoreExpiry) return
    decide(payment, { status: 'CANCELLED', cancelledBy: 'expiry' })
  }

  function decide(payment: Payment, decision: Decision) {
    const payableLate =
      decision.status === 'PAID' &&
      payment.cancelledBy === 'expiry' &&
      listeners.behaviourOf(payment).ignoreExpiry === true
    if (payment.status !== 'PENDING' && !payableLate) return null
    clearTimeout(expiryTimers.get(payment.transId))
    expiryTimers.delete(payment.transId)
    const { method, cancelledBy } = { method: '', cancelledBy: null, ...decision }
    Object.assign(payment, { status: decision.status, method, cancelledBy, decidedAtMs: Date.now() })
    listeners.changed(payment)
    return { firstPush: listeners.decided(payment) }
  }

  return {
    get: (transId) => byTransId.get(transId),
    list: () => [...byTransId.values()],
    create(order, version, behaviour) {
      const payment = newPayment(unusedTransId(byTransId), order, version, behaviour)
      keep(payment)
      listeners.changed(payment)
      return payment
    },
    // A state file may come from times before refunds or chargebacks.
    restore: (payment) =>
      keep(
        Object.assign(payment, { refunds: payment.refunds ?? [], chargebacks: payment.chargebacks ?? [] }),
      ),
    chargeBack(payment, isWon) {
      payment.chargebacks.push({ amount: payment.price, isWon, atMs: Date.now() })
      listeners.changed(payment)
    },
    changed: listeners.changed,
    refund(payment, amount, refId) {
      payment.refunds.push({ amount, refId, atMs: Date.now() })
      listeners.changed(payment)
    },
    decide,
    close() {
      for (const timer of expiryTimers.values()) clearTimeout(timer)
    },
  }
}

function newPayment(
  transId: string,
  { expiresInMs, prepareOnly: _, ...order }: Order,
  version: ProtocolVersion,
  behaviour: Behaviour,
): Payment {
  const createdAtMs = Date.now()
  return {
    transId,
    version,
    ...order,
    status: 'PENDING',
    method: '',
    cancelledBy: null,
    createdAtMs,
    expiresAtMs: createdAtMs + expiresInMs,
    decidedAtMs: null,
    behaviour,
    refunds: [],
    chargebacks: [],
    statusFailures: 0,
    statusCalls: 0,
    pushAttempts: 0,
    pushesDelivered: 0,
    pushesWaiting: 0,
    lastPushAnswer: null,
  }
}

const transIdLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

function unusedTransId(taken: ReadonlyMap<string, unknown>): string {
  for (;;) {
    const letters = Array.from({ length: 12 }, () => transIdLetters[randomInt(transIdLetters.length)]).join(
      '',
    )
    const transId = `${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`
    if (!taken.has(transId)) return transId
  }
}

/** What of the price was not given back yet. */
export const remainingOf = (payment: Payment): number =>
  payment.refunds.reduce((left, { amount }) => left - amount, payment.price)

/** The number a payment is told by. */
export const transIdOf = (payment: Payment): string => payment.transId
