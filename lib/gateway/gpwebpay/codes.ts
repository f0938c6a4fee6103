/** What a pair of return codes means for us. */
export type CodeClass =
  | 'paid'
  /** The payer turned back or was refused by the bank; a new attempt may follow. */
  | 'cancelled'
  /** It may be paid or not: only the state tells. */
  | 'unknown'
  /** The number is used up at the gateway; the payment behind it may be paid. */
  | 'number_used'
  /** The gateway does not take what we sent: a fault of ours or of the agreement. */
  | 'our_fault'

const cancelled = new Set([28, 30, 32, 35, 37, 38, 39, 40, 46, 50, 83, 85, 86])
const ourFault = new Set([1, 2, 3, 4, 5, 6, 11, 27, 31])
const numberUsed = new Set([14, 20])

/** The class of PRCODE and SRCODE. What we do not know is unknown, never failed. */
export function classOf(primary: string | null, secondary: string | null): CodeClass {
  if (primary === null || !/^\d{1,4}$/.test(primary)) return 'unknown'
  const code = Number(primary)
  if (code === 0) return secondary === '0' ? 'paid' : 'unknown'
  if (cancelled.has(code)) return 'cancelled'
  if (numberUsed.has(code)) return 'number_used'
  return ourFault.has(code) ? 'our_fault' : 'unknown'
}
