import { randomBytes, randomInt } from 'node:crypto'
import type { Behaviour } from '#sandbox/gopay/behaviour'
import type { Order } from '#sandbox/gopay/order'
import { isOpen, type Payment, type PaymentState, type Refund } from '#sandbox/gopay/payment'

/** Where a payment goes; what is not named stays. */
export type Move = { state: PaymentState; subState?: string | null; instrument?: string | null }

export type Payments = {
  get(id: number): Payment | undefined
  byKey(key: string): Payment | undefined
  list(): Payment[]
  create(order: Order, behaviour: Behaviour): Payment
  restore(payment: Payment): void
  /** Moves a payment anywhere, however unlikely, and notifies. `firstNotification` never rejects. */
  move(payment: Payment, move: Move): { firstNotification: Promise<void> }
  /** Moves a payment the payer can still decide; null for any other. */
  decide(payment: Payment, move: Move): { firstNotification: Promise<void> } | null
  addRefund(payment: Payment, amount: number): Refund
  /** Ends an accepted refund; a failed one leaves the payment as it was. */
  endRefund(payment: Payment, refund: Refund, state: 'FINISHED' | 'FAILED'): void
  close(): void
}

type Listeners = {
  changed(payment: Payment): void
  /** Sends a notification; resolves after the first attempt. */
  notify(payment: Payment): Promise<void>
}

/** Payments in memory with their rules: who may go where, and the time limit. */
export function openPayments(lifetimeMs: number, { changed, notify }: Listeners): Payments {
  const byId = new Map<number, Payment>()
  const expiryTimers = new Map<number, NodeJS.Timeout>()

  function keep(payment: Payment) {
    byId.set(payment.id, payment)
    if (!isOpen(payment)) return
    const waitMs = Math.max(0, payment.expiresAtMs - Date.now())
    expiryTimers.set(payment.id, setTimeout(decide, waitMs, payment, { state: 'TIMEOUTED' }).unref())
  }

  function move(payment: Payment, { state, ...rest }: Move) {
    Object.assign(payment, { subState: null, ...rest, state })
    if (!isOpen(payment)) clearTimeout(expiryTimers.get(payment.id))
    changed(payment)
    // The real one is silent about these two as well.
    return { firstNotification: isOpen(payment) ? Promise.resolve() : notify(payment) }
  }

  const decide = (payment: Payment, to: Move) => (isOpen(payment) ? move(payment, to) : null)

  return {
    get: (id) => byId.get(id),
    byKey: (key) => [...byId.values()].find((payment) => payment.key === key),
    list: () => [...byId.values()],
    create(order, behaviour) {
      const payment = newPayment(unusedId(byId), order, behaviour, lifetimeMs)
      keep(payment)
      changed(payment)
      return payment
    },
    restore: keep,
    move,
    decide,
    addRefund(payment, amount) {
      const atMs = Date.now()
      const refund: Refund = {
        id: unusedId(byId),
        amount,
        state: 'ACCEPTED',
        requestedAtMs: atMs,
        changedAtMs: atMs,
      }
      payment.refunds.push(refund)
      changed(payment)
      return refund
    },
    endRefund(payment, refund, state) {
      if (refund.state !== 'ACCEPTED') return
      Object.assign(refund, { state, changedAtMs: Date.now() })
      const returned = payment.refunds.reduce(
        (sum, each) => (each.state === 'FINISHED' ? sum + each.amount : sum),
        0,
      )
      if (state === 'FAILED') {
        changed(payment)
        void notify(payment)
      } else move(payment, { state: returned === payment.amount ? 'REFUNDED' : 'PARTIALLY_REFUNDED' })
    },
    close() {
      for (const timer of expiryTimers.values()) clearTimeout(timer)
    },
  }
}

function newPayment(id: number, order: Order, behaviour: Behaviour, lifetimeMs: number): Payment {
  const createdAtMs = Date.now()
  return {
    ...order,
    id,
    key: randomBytes(16).toString('hex'),
    state: 'CREATED',
    subState: null,
    instrument: null,
    createdAtMs,
    expiresAtMs: createdAtMs + lifetimeMs,
    refunds: [],
    behaviour,
    statusFailures: 0,
    tokenFailures: 0,
    statusCalls: 0,
    notificationAttempts: 0,
    notificationsDelivered: 0,
    notificationsWaiting: 0,
    lastNotificationAnswer: null,
  }
}

/** Ten digits beginning with 3, as the real ones are. */
function unusedId(taken: ReadonlyMap<number, unknown>): number {
  for (;;) {
    const id = randomInt(3_000_000_000, 4_000_000_000)
    if (!taken.has(id)) return id
  }
}
