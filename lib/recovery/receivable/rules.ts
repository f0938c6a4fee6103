/** On what ground of the law the city asks for money that left it. */
export const receivableGrounds = [
  /** § 2991 of the civil code. */
  'unjust_enrichment',
  /** A refund of credit that was none (§ 155 of act 280/2009). */
  'undue_refund',
  /** § 2894 of the civil code. */
  'damage',
  /** The debtor acknowledged the debt (§ 2053 of the civil code). */
  'acknowledged',
  'other',
] as const
export type ReceivableGround = (typeof receivableGrounds)[number]

/** Nobody said yet who owes it; somebody owes it; nothing of it remains. */
export type ReceivableState = 'open' | 'decided' | 'settled'

/** The state that follows from what remains, in haléře, and from whether an officer decided. */
export const receivableState = (remainsHal: bigint, isDecided: boolean): ReceivableState =>
  remainsHal === 0n ? 'settled' : isDecided ? 'decided' : 'open'

/** How much of a receipt a receivable takes, and what is over; in haléře. */
export function shareOf(receiptHal: bigint, remainsHal: bigint): { laidHal: bigint; restHal: bigint } {
  const laidHal = receiptHal < remainsHal ? receiptHal : remainsHal
  return { laidHal, restHal: receiptHal - laidHal }
}
