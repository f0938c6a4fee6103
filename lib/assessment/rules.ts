import { compareDates, type IsoDate } from '#lib/core/dates'
import type { Component, Regime } from '#lib/ledger/allocation.rules'

/**
 * Where a claim stands by law: a local fee not paid in time is assessed (§ 11 of act 565/1990); what may no longer be
 * assessed or collected has lapsed (§§ 148 and 160 of the tax code).
 */
export type LegalState =
  | 'expected'
  | 'settled_on_time'
  | 'to_be_assessed'
  | 'assessed'
  | 'enforced'
  | 'lapsed'

/** One claim as a person or a clerk sees it. */
export interface ClaimView {
  assessmentId: string
  /** The office's number of the claim. */
  externalId: string
  accountId: number
  payerId: string
  payerName: string
  /** True where the claim is not in the viewer's own name: an organisation's, or another person's. */
  isForAnother: boolean
  feeKindCode: string
  feeKindName: string
  regime: Regime
  period: string
  component: Component
  dueOn: IsoDate
  lastDay: IsoDate
  legalState: LegalState
  variableSymbol: string | null
  specificSymbol: string | null
  assessedHal: bigint
  paidHal: bigint
  /** The day by which transfers for this fee kind are known. */
  paymentsKnownUntil: IsoDate | null
  /** A bank-button payment lies here whose legal day the bank statement has yet to confirm. */
  dayIsProvisional: boolean
  /** It was paid in time and a bank took that payment back: open again, and nobody is late. */
  isChargedBack: boolean
}

/** What a claim is called. */
export type ClaimLabel = Pick<ClaimView, 'feeKindName' | 'period' | 'component'>

export const remainingHal = (claim: Pick<ClaimView, 'assessedHal' | 'paidHal'>): bigint =>
  claim.assessedHal - claim.paidHal

/**
 * § 153 of the tax code: arrears are what is unpaid after the due day; the due day itself is on time. A claim paid in
 * time whose payment a bank took back later is open, and its payer is not late.
 */
export function isOverdue(claim: ClaimView, today: IsoDate): boolean {
  return remainingHal(claim) > 0n && !claim.isChargedBack && compareDates(claim.lastDay, today) < 0
}

/**
 * Whether a claim may be offered for payment: something remains, it has not lapsed (§§ 148 and 160 of the tax code),
 * and a designated amount is still before its day (§ 125h of act 361/2000: paid later it would be returned).
 */
export function isPayable(claim: ClaimView, today: IsoDate): boolean {
  if (remainingHal(claim) <= 0n || claim.legalState === 'lapsed') return false
  return claim.regime !== 'designated_amount' || compareDates(today, claim.lastDay) <= 0
}

/**
 * The legal state of a local fee after money or time moved (NSS 5 Afs 261/2018): settled by itself only when the whole
 * sum came by the last day; anything else is to be assessed by the office (§ 11 of act 565/1990). Until it decides, the
 * state follows the journal, also back: money sent in time is often learned of after the last day. Other regimes and
 * claims the office has decided keep their state. An uncertain day decides nothing yet, and nothing is late before all that
 * was paid until the last day is known.
 */
export function nextLegalState(claim: {
  regime: Regime
  component: Component
  legalState: LegalState
  remainingHal: bigint
  lastDay: IsoDate
  today: IsoDate
  /** The legal day on which the last haléř arrived, where nothing remains. */
  paidInFullOn: IsoDate | null
  dayIsProvisional: boolean
  /** A payment made in time was taken back by a bank: the claim keeps the state that payment gave it. */
  isChargedBack: boolean
  /** Transfers are known until the last day, and no card payment is being verified. */
  paymentsAreKnown: boolean
}): LegalState {
  if (claim.regime !== 'local_fee' || claim.component !== 'principal') return claim.legalState
  const undecided: readonly LegalState[] = ['expected', 'settled_on_time', 'to_be_assessed']
  if (!undecided.includes(claim.legalState) || claim.isChargedBack) return claim.legalState
  const late = claim.paymentsAreKnown || claim.legalState === 'to_be_assessed' ? 'to_be_assessed' : 'expected'
  if (claim.remainingHal > 0n) return compareDates(claim.lastDay, claim.today) < 0 ? late : 'expected'
  if (claim.paidInFullOn === null) return claim.legalState
  const isOnTime = compareDates(claim.paidInFullOn, claim.lastDay) <= 0
  if (claim.dayIsProvisional) return claim.legalState
  return isOnTime ? 'settled_on_time' : late
}

/**
 * Whether what came looks like last year's amount: something remains and what was paid equals what the same
 * fee was a year before.
 */
export function looksLikeLastYear(claim: ClaimView, lastYearAmountsHal: readonly bigint[]): boolean {
  return claim.paidHal > 0n && remainingHal(claim) > 0n && lastYearAmountsHal.includes(claim.paidHal)
}

/** The amounts of the same account's principal one period earlier. */
export function amountsOfPreviousPeriod(claim: ClaimView, claims: readonly ClaimView[]): bigint[] {
  const year = Number(claim.period)
  if (!Number.isInteger(year)) return []
  return claims
    .filter((other) => other.accountId === claim.accountId && other.component === 'principal')
    .filter((other) => other.period === String(year - 1) && other.assessedHal !== claim.assessedHal)
    .map((other) => other.assessedHal)
}

/** What tells a claim from others that are called the same. */
export interface ClaimMark {
  kind: 'variableSymbol' | 'specificSymbol' | 'externalId'
  value: string
}

/**
 * The mark of a claim in a list that holds others of the same payer, fee, period and component, as with two dogs;
 * null where its title is enough. A symbol, since that stands in the letter; else the office's number.
 */
export function markAmong(claim: ClaimView, claims: readonly ClaimView[]): ClaimMark | null {
  const twins = claims.filter(
    (other) =>
      other.assessmentId !== claim.assessmentId &&
      other.payerId === claim.payerId &&
      other.feeKindCode === claim.feeKindCode &&
      other.period === claim.period &&
      other.component === claim.component,
  )
  if (twins.length === 0) return null
  for (const kind of ['variableSymbol', 'specificSymbol'] as const) {
    const value = claim[kind]
    if (value && twins.every((twin) => twin[kind] !== null && twin[kind] !== value)) return { kind, value }
  }
  return { kind: 'externalId', value: claim.externalId }
}
