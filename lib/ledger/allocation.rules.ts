import { compareDates, type IsoDate } from '#lib/core/dates'

export type Regime = 'local_fee' | 'fine' | 'designated_amount' | 'admin_fee' | 'civil'
export type Component = 'principal' | 'increase' | 'costs' | 'interest'

/** A claim of one personal account on which something may still be laid. */
export interface OpenClaim {
  assessmentId: string
  component: Component
  dueOn: IsoDate
  lastDay: IsoDate
  isEnforced: boolean
  /**
   * A local fee left unpaid from the payer's childhood (§ 12 of act 565/1990): it passed to the guardians, so only
   * a payment meant for it is laid on it, never the grown-up child's own money.
   */
  isPassedToGuardians?: boolean
  remainingHal: bigint
}

/** How much of a payment is laid on which claims, in order, and what is left over as credit (§ 154 of the tax code). */
export interface Allocation {
  parts: { assessmentId: string; amountHal: bigint }[]
  creditHal: bigint
}

/**
 * Lays an amount on the claims of one personal account. Regimes of the tax code follow § 152 of act 280/2009:
 * principal (arrears, then due), accessories, enforced principal, enforced accessories; inside a group the
 * earlier due date first; the payer's choice changes nothing. Civil claims follow § 1932–1933 of act 89/2012:
 * the chosen debt first, in it costs, interest, principal. A designated amount past its day takes nothing
 * (§ 125h of act 361/2000). No haléř is made or lost: parts + credit = amount.
 */
export function allocate(payment: {
  regime: Regime
  claims: readonly OpenClaim[]
  amountHal: bigint
  effectiveOn: IsoDate
  chosenIds?: readonly string[]
}): Allocation {
  const { regime, effectiveOn } = payment
  if (payment.amountHal < 0n) throw new RangeError('An amount to be laid is never negative.')
  const rank =
    regime === 'civil'
      ? civilRank(new Set(payment.chosenIds ?? []))
      : (claim: OpenClaim) => taxCodeRank(claim, effectiveOn)
  const ordered = payment.claims
    .filter((claim) => claim.remainingHal > 0n)
    .filter((claim) => !claim.isPassedToGuardians || payment.chosenIds?.includes(claim.assessmentId))
    .filter((claim) => regime !== 'designated_amount' || compareDates(effectiveOn, claim.lastDay) <= 0)
    .toSorted(
      (a, b) =>
        rank(a) - rank(b) ||
        compareDates(a.lastDay, b.lastDay) ||
        compareDates(a.dueOn, b.dueOn) ||
        (a.assessmentId < b.assessmentId ? -1 : 1),
    )
  const parts: Allocation['parts'] = []
  let leftHal = payment.amountHal
  for (const claim of ordered) {
    if (leftHal === 0n) break
    const amountHal = leftHal < claim.remainingHal ? leftHal : claim.remainingHal
    parts.push({ assessmentId: claim.assessmentId, amountHal })
    leftHal -= amountHal
  }
  return { parts, creditHal: leftHal }
}

/** The group of § 152(1) of the tax code. */
function taxCodeRank(claim: OpenClaim, effectiveOn: IsoDate): number {
  const isPrincipal = claim.component === 'principal'
  if (claim.isEnforced) return isPrincipal ? 4 : 5
  if (!isPrincipal) return 3
  return compareDates(claim.lastDay, effectiveOn) < 0 ? 1 : 2
}

const civilOrder: Record<Component, number> = { costs: 0, interest: 1, increase: 1, principal: 2 }

/** The order of §§ 1932–1933 of the civil code: the chosen debt, in it costs, interest and principal. */
function civilRank(chosen: ReadonlySet<string>) {
  return (claim: OpenClaim) => (chosen.has(claim.assessmentId) ? 0 : 10) + civilOrder[claim.component]
}
