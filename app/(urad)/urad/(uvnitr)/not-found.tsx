import { getTranslations } from 'next-intl/server'
import { OfficeMessage } from '#components/office/office-message'

export default async function OfficeNotFound() {
  const t = await getTranslations('office')
  return (
    <OfficeMessage
      heading={t('notFoundHeading')}
      text={t('notFound')}
      way={{ href: '/urad/platby', label: t('toPayments') }}
    />
  )
}
