import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { Card } from '#components/ui/card'
import { Notice } from '#components/ui/notice'
import { OneFieldForm } from '#components/ui/one-field-form'
import { currentSession, requireCitizen } from '#lib/auth/gates'
import { citySettings } from '#lib/city/settings.queries'
import { pairAction } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('login')
  return { title: t('pairTitle') }
}

export default async function PairingPage() {
  const citizen = await requireCitizen()
  if (citizen.payerId) redirect('/prehled')
  const [city, t, common, session] = await Promise.all([
    citySettings(),
    getTranslations('login'),
    getTranslations('common'),
    currentSession('citizen'),
  ])
  const isTold = Boolean(session?.familyName && session.birthDate)
  return (
    <PageBody
      masthead={
        <Masthead
          back={{ href: '/prehled', label: common('backToOverview') }}
          heading={t('pairHeading')}
          lead={t('pairLead')}
        />
      }
    >
      {isTold ? null : (
        <Notice tone="warning" heading={t('pairNotToldHeading')}>
          {t('pairNotTold', { phone: city.phone })}
        </Notice>
      )}
      <Card>
        <OneFieldForm
          action={pairAction}
          name="rodneCislo"
          autoComplete="off"
          isDigits
          words={{
            errorHeading: common('errorHeading'),
            label: t('pairField'),
            hint: t('pairHint'),
            button: t('pairButton'),
          }}
        />
      </Card>
      <Card heading={t('pairForeignHeading')}>
        <p>{t('pairForeign', { phone: city.phone })}</p>
      </Card>
    </PageBody>
  )
}
