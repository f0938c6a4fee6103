import type { Citizen } from '#lib/actor/actor'
import { readClaims } from '#lib/assessment/claims.queries'
import { type ClaimView, isPayable } from '#lib/assessment/rules'
import { citySettings } from '#lib/city/settings.queries'
import type { IsoDate } from '#lib/core/dates'
import { transferTargets } from '#lib/fee/transfer-targets.queries'
import { assessmentsBeingPaid } from './order/orders.queries.ts'
import { planTransfers, type TransferPlan } from './transfer.rules.ts'

/** The transfers for what a citizen chose, and the claims they are for. */
export interface ChosenTransfers {
  /** What of the chosen may be paid now. */
  claims: readonly ClaimView[]
  plan: TransferPlan
  /** Something chosen is left out, because a payment of it may be on its way. */
  isBeingPaid: boolean
}

/** Reads the visible, payable ones of these claims; a stranger's claim is simply not among them. */
export async function readTransfers(
  actor: Citizen,
  assessmentIds: readonly string[],
  today: IsoDate,
): Promise<ChosenTransfers> {
  const [city, visible, beingPaid, targets] = await Promise.all([
    citySettings(),
    assessmentIds.length > 0 ? readClaims(actor, { assessmentIds }) : [],
    assessmentsBeingPaid(actor),
    transferTargets(today),
  ])
  const payable = visible.filter((claim) => isPayable(claim, today))
  const claims = payable.filter((claim) => !beingPaid.has(claim.assessmentId))
  return {
    claims,
    plan: planTransfers(claims, { targets, today, transferWorkingDays: city.transferWorkingDays }),
    isBeingPaid: claims.length < payable.length,
  }
}
