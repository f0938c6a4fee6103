import { compareDates, type IsoDate } from '#lib/core/dates'
import type { OpenClaim, Regime } from '#lib/ledger/allocation.rules'

/**
 * What the credit of one account does with arrears on another one of the same payer (§ 154 of act 280/2009): within one
 * regime of the tax code it covers them, between a fee and a fine an officer decides, and with anything else it has
 * nothing to do.
 */
export function creditRule(from: Regime, to: Regime): 'covers' | 'officer' | 'never' {
  const isFeeOrFine = (regime: Regime) => regime === 'local_fee' || regime === 'fine'
  if (!isFeeOrFine(from) || !isFeeOrFine(to)) return 'never'
  return from === to ? 'covers' : 'officer'
}

/** The claims that are arrears on a day (§ 153): past their last day, and the payer's own. */
export const arrearsOn = (claims: readonly OpenClaim[], day: IsoDate): OpenClaim[] =>
  claims.filter(
    (claim) => claim.remainingHal > 0n && !claim.isPassedToGuardians && compareDates(claim.lastDay, day) < 0,
  )
