/**
 * How a bank numbers its reversals. Most write 4 for a debit taken back and 5 for a credit taken back; Česká
 * spořitelna writes 3 and 4. So 4 alone tells neither which way the money went.
 */
export type ReversalCodes = 'four-five' | 'three-four'

/** Posting codes of GPC record 075, position 61. */
export type PostingCode = '1' | '2' | '3' | '4' | '5'

const threeFourBanks = ['0800']

/** The numbering of a bank that is known; null for an unknown one. */
export function codesOfBank(bankCode: string | null): ReversalCodes | null {
  if (bankCode === null) return null
  return threeFourBanks.includes(bankCode) ? 'three-four' : 'four-five'
}

/** The numbering a posting code gives away; null where it may be either. */
export function codesShownBy(code: PostingCode): ReversalCodes | null {
  return code === '3' ? 'three-four' : code === '5' ? 'four-five' : null
}

/** 1n for money that comes in, -1n for money that goes out; null while nobody knows what 4 means. */
export function directionOf(code: PostingCode, codes: ReversalCodes | null): 1n | -1n | null {
  if (code === '2' || code === '3') return 1n
  if (code === '1' || code === '5') return -1n
  return codes === null ? null : codes === 'four-five' ? 1n : -1n
}

/** What is known of a statement at its end, apart from the meaning of code 4. */
export interface Evidence {
  openingHal: bigint
  closingHal: bigint
  /** Null where the bank tells none. */
  debitTurnoverHal: bigint | null
  creditTurnoverHal: bigint | null
  /** Sums of unsigned amounts by posting code. */
  sumsHal: Record<PostingCode, bigint>
}

/** The reading of code 4 by which old + movements = new, else the one the turnovers agree with; null if neither. */
export function codesByEvidence(evidence: Evidence): ReversalCodes | null {
  const { openingHal, closingHal, sumsHal } = evidence
  const certainHal = openingHal + sumsHal[2] + sumsHal[3] - sumsHal[1] - sumsHal[5]
  if (certainHal + sumsHal[4] === closingHal) return 'four-five'
  if (certainHal - sumsHal[4] === closingHal) return 'three-four'
  const isFourFive = turnoversAgree(evidence, 'four-five')
  if (isFourFive === turnoversAgree(evidence, 'three-four')) return null
  return isFourFive ? 'four-five' : 'three-four'
}

/**
 * Whether the turnovers agree, counted as the banks do (reversals lower the other side) or plainly by direction.
 * Their signs are left out, banks write them each in its own way; one that is not told contradicts nothing.
 */
export function turnoversAgree(evidence: Evidence, codes: ReversalCodes): boolean {
  const { debitTurnoverHal, creditTurnoverHal, sumsHal } = evidence
  const debitBackHal = sumsHal[3] + (codes === 'four-five' ? sumsHal[4] : 0n)
  const creditBackHal = sumsHal[5] + (codes === 'three-four' ? sumsHal[4] : 0n)
  const agree = (debitHal: bigint, creditHal: bigint) =>
    (debitTurnoverHal ?? magnitude(debitHal)) === magnitude(debitHal) &&
    (creditTurnoverHal ?? magnitude(creditHal)) === magnitude(creditHal)
  return (
    agree(sumsHal[1] - debitBackHal, sumsHal[2] - creditBackHal) ||
    agree(sumsHal[1] + creditBackHal, sumsHal[2] + debitBackHal)
  )
}

const magnitude = (hal: bigint) => (hal < 0n ? -hal : hal)
