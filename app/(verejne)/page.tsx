import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Door, Doors } from '#components/layout/door'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { Notice } from '#components/ui/notice'
import { citySettings } from '#lib/city/settings.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: t('title') }
}

export default async function HomePage() {
  const [city, t] = await Promise.all([citySettings(), getTranslations('home')])
  return (
    <PageBody
      width="wide"
      masthead={<Masthead width="wide" size="display" heading={t('heading')} lead={t('lead')} />}
    >
      <Doors>
        <Door href="/dopis" icon="letter" heading={t('letterDoor')}>
          {t('letterText')}
        </Door>
        <Door href="/prihlaseni" icon="login" heading={t('loginDoor')}>
          {t('loginText')}
        </Door>
      </Doors>
      <Notice tone="info" heading={t('phoneHeading')}>
        {t('phoneText', { phone: city.phone })}
      </Notice>
      <Notice tone="info" heading={t('safetyHeading')}>
        {t('safetyText')}{' '}
        <a className="link" href="/overit">
          {t('verifyLink')}
        </a>
      </Notice>
    </PageBody>
  )
}
