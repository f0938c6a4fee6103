import type { GatewayPayment } from '../contract.ts'

const stateByWord: Record<string, GatewayPayment['state']> = {
  CREATED: 'pending',
  PAYMENT_METHOD_CHOSEN: 'pending',
  PAID: 'paid',
  AUTHORIZED: 'authorized',
  CANCELED: 'cancelled',
  TIMEOUTED: 'cancelled',
  PARTIALLY_REFUNDED: 'refunded',
  REFUNDED: 'refunded',
}

/**
 * Our state for the gateway's `state`, or null for a word the protocol does not know. Sub-states (why a card was
 * declined, which advice confirmed a transfer) are kept with the message and decide nothing.
 */
export function stateFromWord(word: string): GatewayPayment['state'] | null {
  return Object.hasOwn(stateByWord, word) ? (stateByWord[word] ?? null) : null
}

const cardLike = new Set(['PAYMENT_CARD', 'GPAY', 'APPLE_PAY', 'CLICK_TO_PAY'])

/** § 166 of the tax code treats cards and bank buttons differently; wallets ride on cards. */
export function wayFromInstrument(instrument: string | null): GatewayPayment['way'] {
  if (instrument && cardLike.has(instrument)) return 'card'
  return instrument === 'BANK_ACCOUNT' ? 'bank_button' : null
}

/** Which instruments the payer is offered: never text messages, vouchers or deferred payments. */
export const instrumentsOffered = (allowBankButtons: boolean): string[] => [
  ...cardLike,
  ...(allowBankButtons ? ['BANK_ACCOUNT'] : []),
]

export type RefundState = 'accepted' | 'finished' | 'failed'

const refundByWord: Record<string, RefundState> = {
  ACCEPTED: 'accepted',
  FINISHED: 'finished',
  FAILED: 'failed',
}

/** Where a refund stands, or null for a word the protocol does not know. */
export function refundFromWord(word: string): RefundState | null {
  return Object.hasOwn(refundByWord, word) ? (refundByWord[word] ?? null) : null
}
