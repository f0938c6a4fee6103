import type { AttemptState } from './edges.rules.ts'

/** What a person is told about a payment. Each answers whether money was taken. */
export type Outcome = 'paid' | 'verifying' | 'failed' | 'cancelled' | 'waiting'

/**
 * The outcome of an order from its attempts, newest first. Anything undecided at the gateway after the payer
 * went there is "verifying"; a payment nobody began to pay yet is "waiting".
 */
export function outcomeOf(order: {
  status: 'open' | 'paid' | 'closed'
  attempts: readonly { state: AttemptState; hasEvidence: boolean }[]
}): Outcome {
  if (order.status === 'paid' || paidAttempt(order)) return 'paid'
  if (order.attempts.some((attempt) => attempt.state === 'disputed')) return 'verifying'
  // Somebody came back from a page they had left for another one, and the gateway has not told yet.
  if (order.attempts.some((attempt) => attempt.state === 'left' && attempt.hasEvidence)) return 'verifying'
  const [newest] = order.attempts
  switch (newest?.state) {
    case 'waiting':
      return order.attempts.some((attempt) => attempt.hasEvidence) ? 'verifying' : 'waiting'
    case 'prepared':
      return 'verifying'
    case 'cancelled':
      return 'cancelled'
    default:
      return 'failed'
  }
}

/** The attempt that settled an order, or none. */
export function paidAttempt<A extends { state: AttemptState }>(order: {
  attempts: readonly A[]
}): A | undefined {
  return order.attempts.find((attempt) => attempt.state === 'paid')
}
