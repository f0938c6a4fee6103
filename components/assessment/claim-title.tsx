import { getTranslations } from 'next-intl/server'
import { type ClaimLabel, type ClaimView, markAmong } from '#lib/assessment/rules'
import { groupSymbol } from '#lib/identifiers/symbols'

/** „Komunální odpad 2026“, with the accessory named where it is one. */
export async function claimTitle(claim: ClaimLabel): Promise<string> {
  const t = await getTranslations('overview')
  const accessory = t(`component.${claim.component}`)
  const name = `${claim.feeKindName} ${claim.period}`
  return accessory ? `${name} – ${accessory}` : name
}

/** „variabilní symbol 20 1200 1“, where the list holds another claim of the same title; else null. */
export async function claimMark(claim: ClaimView, claims: readonly ClaimView[]): Promise<string | null> {
  const mark = markAmong(claim, claims)
  if (!mark) return null
  const t = await getTranslations('overview')
  const value = mark.kind === 'externalId' ? mark.value : groupSymbol(mark.value)
  return t(`mark.${mark.kind}`, { value })
}
