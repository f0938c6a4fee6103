import { getTranslations } from 'next-intl/server'
import { Notice } from '#components/ui/notice'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { CitizenRefund } from '#lib/refund/rules'

/** What the city gives back to the person, one sentence each; nothing where nothing goes back. */
export async function RefundLines({ refunds }: { refunds: readonly CitizenRefund[] }) {
  if (refunds.length === 0) return null
  const t = await getTranslations('refund')
  return (
    <Notice tone="info" heading={t('citizen.heading')}>
      <ul className="space-y-1">
        {refunds.map((refund) => (
          <li key={refund.reference}>
            {t(`citizen.${refund.kind}.${refund.way}`, {
              amount: formatKc(refund.amountHal),
              day: refund.sentOn ? formatDate(refund.sentOn) : '',
            })}
          </li>
        ))}
      </ul>
    </Notice>
  )
}
