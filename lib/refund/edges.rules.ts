/** Where a refund can stand. */
export const refundStates = [
  'waiting',
  'lapsed',
  'proposed',
  'rejected',
  'approved',
  'sent',
  'unknown',
  'done',
  'failed',
  'returned',
] as const
export type RefundState = (typeof refundStates)[number]

/** What each state means. */
export const refundStateMeanings: Record<RefundState, string> = {
  waiting: 'the overpayment is below the least amount; the request waits whether it grows (§ 155)',
  lapsed: 'the overpayment did not grow in time',
  proposed: 'an officer asks for it; no money has moved',
  rejected: 'an officer said no; no money has moved',
  approved: 'the credit stands among refunds payable and waits for being sent',
  sent: 'claimed for sending through its gateway, once for all; or in an order for the bank',
  unknown: 'nobody knows whether the money went out; held until an officer finds out',
  done: 'the money went out',
  failed: 'the money did not go out; the credit is back on the personal account',
  returned: 'the bank sent the money back; the credit is back on the personal account',
}

export interface RefundEdge {
  from: RefundState
  to: RefundState
  event: string
}

const edge = (from: RefundState, to: RefundState, event: string): RefundEdge => ({ from, to, event })

/**
 * The one table of edges of a refund: the checks in code, the rows of `refund_edge` in the database and the names
 * of events all come from here.
 */
export const refundEdges: readonly RefundEdge[] = [
  edge('waiting', 'proposed', 'revived'),
  edge('waiting', 'lapsed', 'lapsed'),
  edge('waiting', 'rejected', 'rejected'),
  edge('proposed', 'approved', 'approved'),
  edge('proposed', 'rejected', 'rejected'),
  edge('approved', 'sent', 'claimed_for_sending'),
  edge('approved', 'failed', 'could_not_be_sent'),
  edge('sent', 'done', 'confirmed'),
  edge('sent', 'failed', 'refused'),
  edge('sent', 'unknown', 'unanswered'),
  edge('unknown', 'done', 'found_done'),
  edge('unknown', 'failed', 'found_not_done'),
  // Something came in between, found at the last look before sending.
  edge('approved', 'proposed', 'no_longer_possible'),
  // Of a refund to a bank account only: a movement with its number tells more than whatever was said before.
  edge('approved', 'done', 'seen_at_bank'),
  edge('failed', 'done', 'seen_at_bank_after_all'),
  edge('sent', 'approved', 'order_cancelled'),
  edge('done', 'returned', 'returned_by_bank'),
]

const edgeByStates = new Map(refundEdges.map((one) => [`${one.from}>${one.to}`, one]))

/** The edge between two states, or null where there is no way. */
export function findRefundEdge(from: RefundState, to: RefundState): RefundEdge | null {
  return edgeByStates.get(`${from}>${to}`) ?? null
}
