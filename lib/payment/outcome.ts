import type { AttemptState } from './edges.ts'

/** What a person is told about a payment. Each answers whether money was taken. */
export type Outcome = 'paid' | 'verifying' | 'failed' | 'cancelled' | 'waiting'

/**
 * The outcome of an order from its attempts, newest first. Anything undecided at the gateway after the payer
 * went there is "verifying"; a payment nobody began to pay yet is "waiting".
 */
export function outcomeOf(order: {
  status: 'open' | 'paid' | 'closed'
  attempts: readonly { state: AttemptState }[]
  /** True when the payer has given any sign of having paid. */
  hasEvidence: boolean
}): Outcome {
  if (order.status === 'paid' || order.attempts.some((attempt) => attempt.state === 'paid')) return 'paid'
  if (order.attempts.some((attempt) => attempt.state === 'disputed')) return 'verifying'
  const [newest] = order.attempts
  switch (newest?.state) {
    case 'waiting':
      return order.hasEvidence ? 'verifying' : 'waiting'
    case 'prepared':
      return 'verifying'
    case 'cancelled':
      return 'cancelled'
    default:
      return 'failed'
  }
}
