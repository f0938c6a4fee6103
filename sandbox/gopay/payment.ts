import type { Behaviour } from '#sandbox/gopay/behaviour'
import type { Order } from '#sandbox/gopay/order'

export const paymentStates = [
  'CREATED',
  'PAYMENT_METHOD_CHOSEN',
  'PAID',
  'AUTHORIZED',
  'CANCELED',
  'TIMEOUTED',
  'PARTIALLY_REFUNDED',
  'REFUNDED',
] as const
export type PaymentState = (typeof paymentStates)[number]

/** One return of money, whole or part. */
export type Refund = {
  id: number
  amount: number
  state: 'ACCEPTED' | 'FINISHED' | 'FAILED'
  requestedAtMs: number
  changedAtMs: number
}

/** A payment as the stand-in keeps it: plain JSON, so that a line of the state file is a payment. */
export type Payment = Order & {
  id: number
  /** The unguessable end of the payer's address. */
  key: string
  state: PaymentState
  subState: string | null
  /** How the payer pays; null until chosen. */
  instrument: string | null
  createdAtMs: number
  expiresAtMs: number
  refunds: Refund[]
  behaviour: Behaviour
  /** Calls that were made to fail since the behaviour was set. */
  statusFailures: number
  tokenFailures: number
  statusCalls: number
  notificationAttempts: number
  /** Notifications the receiver answered with 200. */
  notificationsDelivered: number
  /** Notifications still to be delivered, so that a restart goes on with them. */
  notificationsWaiting: number
  /** HTTP status of the last answer to a notification, or what went wrong. */
  lastNotificationAnswer: number | string | null
}

/** Whether the payer can still decide. */
export const isOpen = ({ state }: Pick<Payment, 'state'>): boolean =>
  state === 'CREATED' || state === 'PAYMENT_METHOD_CHOSEN'

/** What can still be returned, haléře: the refunds that run count as returned. */
export const refundable = ({ amount, refunds }: Payment): number =>
  refunds.reduce((rest, refund) => (refund.state === 'FAILED' ? rest : rest - refund.amount), amount)
