import type { GatewayPayment } from '../contract.ts'

type State = GatewayPayment['state']

/** The amounts of one payment at the gateway; null where it does not tell. */
export interface Amounts {
  paymentHal: bigint | null
  captureHal: bigint | null
  refundHal: bigint | null
}

/** What a state number says by itself; `by_capture` where only the money taken decides. */
const meanings: Record<string, State | 'unfinished' | 'by_capture'> = {
  1: 'pending', // requested
  2: 'pending', // at 3-D Secure
  3: 'unfinished', // the payer left the card form
  4: 'authorized',
  5: 'cancelled', // authorisation reversed
  6: 'cancelled', // not authorised
  7: 'paid', // captured, batch open
  8: 'paid', // captured, batch closed
  9: 'by_capture', // closed
  10: 'by_capture', // deleted
  11: 'refunded', // all or a part, waits for its batch
  12: 'refunded', // all or a part
  13: 'cancelled', // declined at 3-D Secure
  20: 'cancelled', // by the payer
  21: 'cancelled', // by the gateway
  200: 'pending', // wallet, waits to be finished
  201: 'cancelled', // wallet, abandoned
  210: 'cancelled', // authorisation older than 30 days
  211: 'by_capture', // closed by itself after half a year
}

/** Longer than any session of the payment page: after it nobody can finish a form that was left. */
const formLifetimeMs = 60 * 60_000

/**
 * Our state and the amount for the gateway's state number. Null for a technical problem (1000), for payment links and
 * recurring payments, which we never make, and where the number alone does not tell whether money was taken.
 */
export function readState(
  number: string,
  amounts: Amounts,
  ageMs: number | null,
): { state: State; amountHal: bigint | null } | null {
  const meaning = Object.hasOwn(meanings, number) ? meanings[number] : undefined
  const { paymentHal, captureHal, refundHal } = amounts
  if (meaning === undefined) return null
  if (meaning === 'unfinished') {
    const isOver = ageMs !== null && ageMs > formLifetimeMs
    return { state: isOver ? 'cancelled' : 'pending', amountHal: paymentHal }
  }
  if (meaning === 'paid') return { state: 'paid', amountHal: captureHal ?? paymentHal }
  if (meaning !== 'by_capture') return { state: meaning, amountHal: paymentHal }
  if (captureHal === null) return null
  if ((refundHal ?? 0n) > 0n) return { state: 'refunded', amountHal: paymentHal }
  return captureHal > 0n
    ? { state: 'paid', amountHal: captureHal }
    : { state: 'cancelled', amountHal: paymentHal }
}

/** § 166 of the tax code treats cards and bank buttons differently; wallets ride on cards. */
export function wayFromMethod(method: string | null): GatewayPayment['way'] {
  if (!method) return null
  if (/^BTN/.test(method)) return 'bank_button'
  return /^(CRD|MCM|MPS|GPAY|APAY|CTP)$/.test(method) ? 'card' : null
}
