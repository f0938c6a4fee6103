/** Where a payment attempt can stand. */
export const attemptStates = [
  'prepared',
  'unknown',
  'waiting',
  'paid',
  'cancelled',
  'refused',
  'disputed',
  'expired',
  'left',
] as const
export type AttemptState = (typeof attemptStates)[number]

/** What each state means; printed under the picture in docs/payment-states.md. */
export const stateMeanings: Record<AttemptState, string> = {
  prepared: 'our row is stored, the gateway has not answered yet',
  unknown:
    'the gateway did not answer the create call: a payment may exist there, but nobody holds its address',
  waiting: 'the gateway knows the payment and the payer may pay',
  paid: 'the gateway confirmed the payment and the money is in the journal',
  cancelled: 'the payer or the gateway ended the payment without money',
  refused: 'the gateway refused to create the payment',
  disputed: 'the gateway tells of the payment something that does not agree with us; a person must look',
  expired: 'no trace at the gateway long after it could exist',
  left: 'the payer pays the same by a newer attempt; money that comes by this one counts all the same',
}

export interface Edge {
  from: AttemptState
  to: AttemptState
  event: string
  /** `bows`: our earlier conclusion is corrected because the gateway's word is final. */
  kind: 'ordinary' | 'bows'
}

const ordinary = (from: AttemptState, to: AttemptState, event: string): Edge => ({
  from,
  to,
  event,
  kind: 'ordinary',
})
const bows = (from: AttemptState, to: AttemptState): Edge => ({
  from,
  to,
  event: `corrected_to_${to}_by_gateway`,
  kind: 'bows',
})

/**
 * The one table of edges of a payment attempt. The checks in code, the rows of `payment_attempt_edge` in the
 * database, the names of events and the picture in docs/payment-states.md all come from here.
 */
export const attemptEdges: readonly Edge[] = [
  ordinary('prepared', 'waiting', 'created_at_gateway'),
  ordinary('prepared', 'refused', 'refused_by_gateway'),
  ordinary('prepared', 'unknown', 'create_unanswered'),
  ordinary('prepared', 'paid', 'paid_before_create_answer'),
  ordinary('prepared', 'cancelled', 'cancelled_before_create_answer'),
  ordinary('prepared', 'disputed', 'disagreement_found'),
  ordinary('unknown', 'waiting', 'found_at_gateway'),
  ordinary('unknown', 'paid', 'found_paid_at_gateway'),
  ordinary('unknown', 'cancelled', 'found_cancelled_at_gateway'),
  ordinary('unknown', 'disputed', 'disagreement_found'),
  ordinary('unknown', 'expired', 'expired_without_trace'),
  ordinary('waiting', 'paid', 'paid'),
  ordinary('waiting', 'cancelled', 'cancelled'),
  ordinary('waiting', 'disputed', 'disagreement_found'),
  ordinary('waiting', 'left', 'left_for_another'),
  ordinary('left', 'paid', 'paid_though_left'),
  ordinary('left', 'cancelled', 'cancelled'),
  ordinary('left', 'disputed', 'disagreement_found'),
  bows('disputed', 'paid'),
  bows('disputed', 'cancelled'),
  bows('cancelled', 'paid'),
  bows('cancelled', 'disputed'),
  bows('refused', 'paid'),
  bows('refused', 'cancelled'),
  bows('refused', 'disputed'),
  bows('expired', 'waiting'),
  bows('expired', 'paid'),
  bows('expired', 'cancelled'),
  bows('expired', 'disputed'),
]

const edgeByStates = new Map(attemptEdges.map((edge) => [`${edge.from}>${edge.to}`, edge]))

/** The edge between two states, or null where there is no way. */
export function findEdge(from: AttemptState, to: AttemptState): Edge | null {
  return edgeByStates.get(`${from}>${to}`) ?? null
}

/** States in which the payer may still hold the address of a payable payment. */
export const payableStates: readonly AttemptState[] = ['prepared', 'waiting', 'disputed', 'left']

/** States about which the gateway is still to be asked. */
export const openStates: readonly AttemptState[] = ['prepared', 'unknown', 'waiting', 'disputed', 'left']
