import { getTranslations } from 'next-intl/server'
import { claimTitle } from '#components/assessment/claim-title'
import { Notice } from '#components/ui/notice'
import type { ClaimLabel } from '#lib/assessment/rules'
import { formatKc } from '#lib/core/money'
import type { Preview } from '#lib/payment/preview.rules'

/** Where the crowns would go, with the names of the claims. */
export type LabelledPreview = Preview & {
  labels: ReadonlyMap<string, ClaimLabel>
}

/** Before paying: says where the law lays the money, if elsewhere than was chosen; else nothing. */
export async function LawNotice({ preview }: { preview: LabelledPreview }) {
  if (!preview.differsFromChoice) return null
  const t = await getTranslations('payment')
  const lines = await Promise.all(
    preview.parts.map(async (part) => {
      const label = preview.labels.get(part.assessmentId)
      const what = label ? await claimTitle(label) : ''
      return {
        id: part.assessmentId,
        goes: t('lawLine', { amount: formatKc(part.amountHal), what }),
        left: part.leftHal > 0n ? t('otherLeft', { what, amount: formatKc(part.leftHal) }) : null,
      }
    }),
  )
  return (
    <Notice tone="warning" heading={t('olderDebtHeading')}>
      <p>{t('olderDebt')}</p>
      <ul className="mt-2 list-disc space-y-1 pl-5">
        {lines.map((line) => (
          <li key={line.id}>
            {line.goes}
            {line.left ? <>. {line.left}</> : null}
          </li>
        ))}
        {preview.creditHal > 0n ? <li>{t('creditLine', { amount: formatKc(preview.creditHal) })}</li> : null}
      </ul>
    </Notice>
  )
}
