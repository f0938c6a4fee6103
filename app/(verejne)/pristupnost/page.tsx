import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { Card } from '#components/ui/card'
import { contactsOf } from '#lib/city/rules'
import { citySettings } from '#lib/city/settings.queries'
import { isoDate } from '#lib/core/dates'
import { formatDate } from '#lib/i18n/format'

/** The day on which the project wrote the statement; a city dates its own reviews in its settings. */
const statementMadeOn = isoDate('2026-11-28')

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: t('accessibilityTitle') }
}

export default async function AccessibilityPage() {
  const [city, t] = await Promise.all([citySettings(), getTranslations('home')])
  const { email } = contactsOf(city)
  const { phone } = city
  return (
    <PageBody
      masthead={
        <Masthead heading={t('accessibilityTitle')} lead={t('accessibilityLead', { city: city.fullName })} />
      }
    >
      <Card heading={t('accessibilityStateHeading')}>
        <p>{t('accessibilityState')}</p>
      </Card>
      <Card heading={t('accessibilityMethodHeading')}>
        <p>{t('accessibilityMethod')}</p>
      </Card>
      <Card heading={t('accessibilityContactHeading')}>
        <p>
          {email ? t('accessibilityContact', { email, phone }) : t('accessibilityContactPhone', { phone })}
        </p>
      </Card>
      <Card heading={t('accessibilityRemedyHeading')}>
        <p>{t('accessibilityRemedy')}</p>
      </Card>
      <Card heading={t('accessibilityDateHeading')}>
        <p>
          {t('accessibilityDate', {
            date: formatDate(statementMadeOn),
            reviewed: formatDate(isoDate(city.accessibilityReviewedOn ?? statementMadeOn)),
          })}
        </p>
      </Card>
    </PageBody>
  )
}
