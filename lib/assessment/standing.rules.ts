import { compareDates, type IsoDate, yearOf } from '#lib/core/dates'
import { addWorkingDays } from '#lib/core/working-days'
import {
  amountsOfPreviousPeriod,
  type ClaimView,
  isOverdue,
  isPayable,
  looksLikeLastYear,
  remainingHal,
} from './rules.ts'

/** The one sentence of the overview, as a fact; components put it into words. */
export type Standing =
  | { kind: 'not_paired' }
  /** `isResultMailed` where the payer left an address with every such payment. */
  | { kind: 'verifying'; isResultMailed: boolean }
  /**
   * `mayBeIncreased` where a local fee is among what is overdue and the office has not raised it yet: nothing else is
   * raised by § 11 of act 565/1990.
   * `isKnown` is false where transfers of some last day have not been read, so that one may be on its way.
   */
  | {
      kind: 'overdue'
      overdueHal: bigint
      totalHal: bigint
      mayBeIncreased: boolean
      isKnown: boolean
      knownUntil: IsoDate | null
    }
  /** What came is the amount of the year before `year`, which is this year or another. */
  | {
      kind: 'last_year'
      remainingHal: bigint
      cameHal: bigint
      assessedHal: bigint
      year: number
      isThisYear: boolean
    }
  /** Without a day where all that is open was paid in time and a bank took that back. */
  | { kind: 'owed'; totalHal: bigint; nearestLastDay: IsoDate | null }
  | { kind: 'to_be_assessed'; knownUntil: IsoDate | null }
  /** Something is unpaid and can no longer be paid: a designated amount past its day. */
  | { kind: 'unpayable' }
  | { kind: 'late_day_unconfirmed' }
  | { kind: 'stale'; knownUntil: IsoDate | null }
  | { kind: 'all_paid'; knownUntil: IsoDate }
  | { kind: 'nothing_known' }

/**
 * Answers "have I paid everything?". "All paid" is an official's answer, so it is given only for a paired
 * person with claims, none of them open or still to be assessed, no payment being verified, no unconfirmed
 * late day, and over data that are not older than the city allows.
 */
export function standing(facts: {
  isPaired: boolean
  claims: readonly ClaimView[]
  unverifiedPayments: readonly { isResultMailed: boolean }[]
  today: IsoDate
  staleAfterWorkingDays: number
}): Standing {
  const { claims, today } = facts
  if (!facts.isPaired) return { kind: 'not_paired' }
  if (facts.unverifiedPayments.length > 0) {
    return { kind: 'verifying', isResultMailed: facts.unverifiedPayments.every((one) => one.isResultMailed) }
  }
  const payable = claims.filter((claim) => isPayable(claim, today))
  const totalHal = payable.reduce((sumHal, claim) => sumHal + remainingHal(claim), 0n)
  const overdue = payable.filter((claim) => isOverdue(claim, today))
  const [single] = payable
  if (payable.length === 1 && single) {
    const lastYear = amountsOfPreviousPeriod(single, claims)
    if (looksLikeLastYear(single, lastYear)) {
      return {
        kind: 'last_year',
        remainingHal: totalHal,
        cameHal: single.paidHal,
        assessedHal: single.assessedHal,
        year: Number(single.period),
        isThisYear: Number(single.period) === yearOf(today),
      }
    }
  }
  if (overdue.length > 0) {
    const overdueHal = overdue.reduce((sumHal, claim) => sumHal + remainingHal(claim), 0n)
    const mayBeIncreased = overdue.some(
      (claim) =>
        claim.regime === 'local_fee' && claim.component === 'principal' && !isIncreased(claim, claims),
    )
    const isKnown = overdue.every(isKnownToLastDay)
    return {
      kind: 'overdue',
      overdueHal,
      totalHal,
      mayBeIncreased,
      isKnown,
      knownUntil: oldestKnownDay(overdue),
    }
  }
  if (payable.length > 0) {
    const ahead = payable.map((claim) => claim.lastDay).filter((day) => compareDates(day, today) >= 0)
    return { kind: 'owed', totalHal, nearestLastDay: ahead.toSorted(compareDates)[0] ?? null }
  }
  const knownUntil = oldestKnownDay(claims)
  if (claims.length === 0) return { kind: 'nothing_known' }
  if (claims.some((claim) => claim.legalState === 'to_be_assessed')) {
    return { kind: 'to_be_assessed', knownUntil }
  }
  if (claims.some((claim) => remainingHal(claim) > 0n && claim.legalState !== 'lapsed')) {
    return { kind: 'unpayable' }
  }
  if (claims.some((claim) => claim.dayIsProvisional)) return { kind: 'late_day_unconfirmed' }
  // Paid, by what we know too late, and not decided before all payments of its last day are known.
  const isUndecided = (claim: ClaimView) =>
    claim.legalState === 'expected' &&
    claim.regime === 'local_fee' &&
    claim.component === 'principal' &&
    compareDates(claim.lastDay, today) < 0 &&
    !isKnownToLastDay(claim)
  if (claims.some(isUndecided)) return { kind: 'stale', knownUntil }
  const oldestAllowed = addWorkingDays(today, -facts.staleAfterWorkingDays)
  if (knownUntil === null || compareDates(knownUntil, oldestAllowed) < 0) return { kind: 'stale', knownUntil }
  return { kind: 'all_paid', knownUntil }
}

/** Whether transfers that came until the claim's last day have all been read. */
function isKnownToLastDay(claim: ClaimView): boolean {
  return claim.paymentsKnownUntil !== null && compareDates(claim.paymentsKnownUntil, claim.lastDay) >= 0
}
/** Whether the office has already raised this fee: an increase stands beside it, paid or not. */
const isIncreased = (claim: ClaimView, claims: readonly ClaimView[]): boolean =>
  claims.some(
    (other) =>
      other.component === 'increase' && other.accountId === claim.accountId && other.period === claim.period,
  )

/** The moment the answer holds for is that of the fee kind we know least about. */
export function oldestKnownDay(claims: readonly ClaimView[]): IsoDate | null {
  let oldest: IsoDate | null = null
  for (const claim of claims) {
    if (claim.paymentsKnownUntil === null) return null
    if (oldest === null || compareDates(claim.paymentsKnownUntil, oldest) < 0)
      oldest = claim.paymentsKnownUntil
  }
  return oldest
}
