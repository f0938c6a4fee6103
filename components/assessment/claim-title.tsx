import { getTranslations } from 'next-intl/server'
import type { ClaimView } from '#lib/assessment/rules'

/** „Komunální odpad 2026“, with the accessory named where it is one. */
export async function claimTitle(
  claim: Pick<ClaimView, 'feeKindName' | 'period' | 'component'>,
): Promise<string> {
  const t = await getTranslations('overview')
  const accessory = t(`component.${claim.component}`)
  const name = `${claim.feeKindName} ${claim.period}`
  return accessory ? `${name} – ${accessory}` : name
}
