import { getTranslations } from 'next-intl/server'
import type { ClaimLabel } from '#lib/assessment/rules'

/** „Komunální odpad 2026“, with the accessory named where it is one. */
export async function claimTitle(claim: ClaimLabel): Promise<string> {
  const t = await getTranslations('overview')
  const accessory = t(`component.${claim.component}`)
  const name = `${claim.feeKindName} ${claim.period}`
  return accessory ? `${name} – ${accessory}` : name
}
