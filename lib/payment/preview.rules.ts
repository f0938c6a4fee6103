import type { ClaimView } from '#lib/assessment/rules'
import { remainingHal } from '#lib/assessment/rules'
import type { IsoDate } from '#lib/core/dates'
import type { AccountState } from '#lib/ledger/accounts.queries'
import { layShare } from '#lib/ledger/lay-money.rules'

/** Where the crowns of a payment will go, before anybody pays. Amounts in haléře. */
export interface Preview {
  parts: { assessmentId: string; amountHal: bigint; leftHal: bigint }[]
  creditHal: bigint
  /**
   * True where the law (§ 152 of the tax code) lays the money elsewhere than was ticked; the page must say so first.
   */
  differsFromChoice: boolean
}

/** Lays the chosen claims' amounts on their accounts exactly as settling will, without writing anything. */
export function previewPayment(
  chosen: readonly ClaimView[],
  accounts: ReadonlyMap<number, AccountState>,
  today: IsoDate,
): Preview {
  const parts: Preview['parts'] = []
  let creditHal = 0n
  for (const accountId of new Set(chosen.map((claim) => claim.accountId))) {
    const state = accounts.get(accountId)
    if (!state) continue
    const own = chosen.filter((claim) => claim.accountId === accountId)
    const allocation = layShare(
      state,
      {
        accountId,
        amountHal: own.reduce((sumHal, claim) => sumHal + remainingHal(claim), 0n),
        chosenIds: own.map((claim) => claim.assessmentId),
      },
      today,
    )
    creditHal += allocation.creditHal
    for (const part of allocation.parts) {
      const before =
        state.claims.find((claim) => claim.assessmentId === part.assessmentId)?.remainingHal ?? 0n
      parts.push({ ...part, leftHal: before - part.amountHal })
    }
  }
  const wanted = new Map(chosen.map((claim) => [claim.assessmentId, remainingHal(claim)]))
  const differsFromChoice =
    creditHal > 0n ||
    parts.length !== wanted.size ||
    parts.some((part) => wanted.get(part.assessmentId) !== part.amountHal)
  return { parts, creditHal, differsFromChoice }
}
