import { sumHal } from '#lib/core/money'
import type { Component } from '#lib/ledger/allocation.rules'
import type { MatchingSettings } from './input.ts'

/** Money that came to an account of the city and has no payer yet. Symbols without leading zeros. */
export interface Receipt {
  bankEntryId: number
  bankAccount: string
  amountHal: bigint
  variableSymbol: string | null
  specificSymbol: string | null
  counterAccount: string | null
  counterName: string | null
  message: string | null
  /** What the payer's own program wrote as its reference. */
  payerReference?: string | null
}

/** A personal account the money may belong to, with its claims that were not cancelled. */
export interface Candidate {
  accountId: number
  payerId: string
  feeKindCode: string
  /** Kept in an agenda system, which may post the same statement. */
  isMirror: boolean
  claims: CandidateClaim[]
}

interface CandidateClaim {
  assessmentId: string
  variableSymbol: string | null
  specificSymbol: string | null
  period: string
  component: Component
  assessedHal: bigint
  remainingHal: bigint
}

/** Why something is proposed, or not done by itself. The desk words them. */
export type Reason =
  | 'symbols'
  | 'variable_symbol'
  | 'symbol_of_several'
  | 'specific_symbol_differs'
  | 'symbol_one_digit'
  | 'symbol_labelled'
  | 'symbol_in_message'
  | 'symbol_in_specific'
  | 'payer_account_known'
  | 'name_and_amount'
  | 'household_sum'
  | 'amount_open'
  | 'amount_last_year'
  | 'far_above_open'
  | 'kept_elsewhere'
  | 'undone_before'

/** What a clue alone is worth, from 0 to 100. */
const clueScores: Partial<Record<Reason, number>> = {
  symbols: 70,
  variable_symbol: 60,
  // Named by a person among other words: next to a symbol in its field, but never certain.
  symbol_labelled: 58,
  symbol_in_message: 50,
  symbol_in_specific: 45,
  symbol_of_several: 40,
  payer_account_known: 40,
  symbol_one_digit: 30,
  name_and_amount: 30,
  household_sum: 60,
}
const scoreOfOpenAmount = 30
const scoreOfLastYear = 15
const scoreOfFurtherClue = 8
const highestScore = 95

export interface Part {
  accountId: number
  amountHal: bigint
  /** The claims the payer seems to have had in mind. */
  assessmentIds: string[]
}

export interface Proposal {
  parts: Part[]
  score: number
  reasons: Reason[]
}

export type Decision =
  | { kind: 'certain'; rule: 'symbols' | 'variable_symbol'; part: Part }
  | { kind: 'uncertain'; clue: Reason | null; holds: Reason[] }

export const openHal = (candidate: Candidate): bigint =>
  sumHal(candidate.claims.map((claim) => claim.remainingHal))

const openIds = (claims: readonly CandidateClaim[]) =>
  claims.filter((claim) => claim.remainingHal > 0n).map((claim) => claim.assessmentId)

/**
 * Whether the symbols alone say for certain whose the money is. `candidates` are all the accounts on which the
 * receipt's variable symbol stands, among the fee kinds paid to that account of the city.
 */
export function decide(
  receipt: Receipt,
  candidates: readonly Candidate[],
  settings: MatchingSettings,
): Decision {
  const { variableSymbol, specificSymbol, amountHal } = receipt
  if (!variableSymbol || candidates.length === 0) return { kind: 'uncertain', clue: null, holds: [] }
  const withSymbol = (candidate: Candidate) =>
    candidate.claims.filter((claim) => claim.variableSymbol === variableSymbol)
  const exact = specificSymbol
    ? candidates.filter((one) => withSymbol(one).some((claim) => claim.specificSymbol === specificSymbol))
    : []
  const rule = exact.length > 0 ? 'symbols' : 'variable_symbol'
  const found = exact.length > 0 ? exact : candidates
  const [only, ...further] = found
  if (!only || further.length > 0) return { kind: 'uncertain', clue: 'symbol_of_several', holds: [] }
  const named = withSymbol(only)
  const meant = rule === 'symbols' ? named.filter((claim) => claim.specificSymbol === specificSymbol) : named
  const holds: Reason[] = []
  if (only.isMirror) holds.push('kept_elsewhere')
  if (rule === 'variable_symbol' && specificSymbol && named.every((claim) => claim.specificSymbol !== null)) {
    holds.push('specific_symbol_differs')
  }
  if (amountHal - openHal(only) > BigInt(settings.maxOverOpenHal)) holds.push('far_above_open')
  if (holds.length > 0 || (rule === 'variable_symbol' && !settings.variableSymbolAlone)) {
    return { kind: 'uncertain', clue: rule, holds }
  }
  return {
    kind: 'certain',
    rule,
    part: { accountId: only.accountId, amountHal, assessmentIds: openIds(meant) },
  }
}

/** Something that points at accounts: which, and how strongly by itself. */
export interface Clue {
  reason: Reason
  candidates: readonly Candidate[]
}

/** Proposals from all clues, the best first: an account met by several clues is proposed once, with all of them. */
export function propose(
  receipt: Receipt,
  clues: readonly Clue[],
  holds: readonly Reason[],
  split: readonly Part[] | null,
  settings: MatchingSettings,
): Proposal[] {
  const met = new Map<number, { candidate: Candidate; reasons: Reason[] }>()
  for (const { reason, candidates } of clues) {
    for (const candidate of candidates) {
      const known = met.get(candidate.accountId) ?? { candidate, reasons: [] }
      if (!known.reasons.includes(reason)) known.reasons.push(reason)
      met.set(candidate.accountId, known)
    }
  }
  const proposals: Proposal[] = [...met.values()].map(({ candidate, reasons }) => {
    const amount = amountReason(candidate, receipt.amountHal)
    const clue = Math.max(...reasons.map((reason) => clueScores[reason] ?? 0))
    const bonus = amount === 'amount_open' ? scoreOfOpenAmount : amount ? scoreOfLastYear : 0
    return {
      parts: [
        {
          accountId: candidate.accountId,
          amountHal: receipt.amountHal,
          assessmentIds: openIds(candidate.claims),
        },
      ],
      score: Math.min(highestScore, clue + bonus + scoreOfFurtherClue * (reasons.length - 1)),
      reasons: [...reasons, ...(amount ? [amount] : []), ...holds],
    }
  })
  if (split) {
    const score = (clueScores.household_sum ?? 0) + scoreOfOpenAmount
    proposals.push({ parts: [...split], score, reasons: ['household_sum', 'amount_open', ...holds] })
  }
  return proposals
    .filter((proposal) => proposal.score >= settings.minScore)
    .toSorted((a, b) => b.score - a.score || (a.parts[0]?.accountId ?? 0) - (b.parts[0]?.accountId ?? 0))
    .slice(0, settings.maxProposals)
}

/** How the amount speaks for an account: just what is open on it or on a claim, or what the fee was a year before. */
function amountReason(candidate: Candidate, amountHal: bigint): Reason | null {
  const open = candidate.claims.filter((claim) => claim.remainingHal > 0n)
  if (open.length === 0) return null
  if (openHal(candidate) === amountHal || open.some((claim) => claim.remainingHal === amountHal)) {
    return 'amount_open'
  }
  const previous = new Set(open.map((claim) => String(Number(claim.period) - 1)))
  const isLastYear = candidate.claims.some(
    (claim) =>
      claim.component === 'principal' && previous.has(claim.period) && claim.assessedHal === amountHal,
  )
  return isLastYear ? 'amount_last_year' : null
}

/** How one sum lies on everybody of a household, where it is exactly what they all owe together; else null. */
export function splitHousehold(candidates: readonly Candidate[], amountHal: bigint): Part[] | null {
  const owing = candidates.filter((candidate) => openHal(candidate) > 0n)
  const kinds = [...new Set(owing.map((candidate) => candidate.feeKindCode))]
  for (const group of [owing, ...kinds.map((kind) => owing.filter((one) => one.feeKindCode === kind))]) {
    if (new Set(group.map((one) => one.payerId)).size < 2 || sumHal(group.map(openHal)) !== amountHal)
      continue
    return group.map((one) => ({
      accountId: one.accountId,
      amountHal: openHal(one),
      assessmentIds: openIds(one.claims),
    }))
  }
  return null
}

/** Symbols from which the given one comes by one slip: a digit wrong, missing or added, two neighbours swapped. */
export function slipsOf(symbol: string): string[] {
  const slips = new Set<string>()
  for (let at = 0; at <= symbol.length; at++) {
    const before = symbol.slice(0, at)
    const after = symbol.slice(at + 1)
    for (const digit of '0123456789') {
      slips.add(before + digit + symbol.slice(at))
      if (at < symbol.length) slips.add(before + digit + after)
    }
    if (at < symbol.length) slips.add(before + after)
    if (at + 1 < symbol.length) slips.add(before + symbol[at + 1] + symbol[at] + symbol.slice(at + 2))
  }
  slips.delete(symbol)
  return [...slips].filter((slip) => /^[1-9]\d{0,9}$/.test(slip))
}

/** The words of a name as banks write them: without diacritics, small, three letters at least. */
export function nameWords(name: string | null): string[] {
  const plain = (name ?? '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[^a-z]+/).filter((word) => word.length >= 3)
}
