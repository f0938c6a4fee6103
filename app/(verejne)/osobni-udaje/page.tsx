import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { Card } from '#components/ui/card'
import { contactsOf } from '#lib/city/rules'
import { citySettings } from '#lib/city/settings.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: t('privacyTitle') }
}

export default async function PrivacyPage() {
  const [city, t] = await Promise.all([citySettings(), getTranslations('home')])
  const { email } = contactsOf(city)
  return (
    <PageBody masthead={<Masthead heading={t('privacyTitle')} lead={t('privacyLead')} />}>
      <Card heading={t('privacyBasisHeading')}>
        <p>{t('privacyBasis')}</p>
      </Card>
      <Card heading={t('privacyWhoHeading')}>
        <p>{t('privacyWho')}</p>
      </Card>
      <Card heading={t('privacyKeepHeading')}>
        <p>{t('privacyKeep')}</p>
      </Card>
      <Card heading={t('privacyRightsHeading')}>
        <p>{t('privacyRights')}</p>
        <p className="mt-3">{t('privacyComplaint')}</p>
      </Card>
      <Card heading={t('privacyOfficerHeading')}>
        <p>
          {city.dataProtectionOfficer
            ? t('privacyOfficer', { officer: city.dataProtectionOfficer })
            : email
              ? t('privacyOfficerOffice', { email, phone: city.phone })
              : t('privacyOfficerPhone', { phone: city.phone })}
        </p>
      </Card>
      <Card heading={t('privacyCookiesHeading')}>
        <p>{t('privacyCookies')}</p>
      </Card>
      {email ? <p>{t('privacyContact', { email, phone: city.phone })}</p> : null}
    </PageBody>
  )
}
