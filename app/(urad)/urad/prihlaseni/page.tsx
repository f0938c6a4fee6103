import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Frame } from '#components/layout/frame'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { ButtonRow } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { Notice } from '#components/ui/notice'
import { SubmitButton } from '#components/ui/submit-button'
import { currentSession } from '#lib/auth/gates'
import { targetPath } from '#lib/auth/targets'
import { citySettings } from '#lib/city/settings.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('office')
  return { title: t('loginTitle') }
}

/** The office's own door. The button is a form, so it needs no script. */
export default async function OfficeLoginPage({ searchParams }: PageProps<'/urad/prihlaseni'>) {
  const { cil, chyba, skoncilo } = await searchParams
  const target = targetPath(typeof cil === 'string' ? cil : null, 'office')
  if (await currentSession('office')) redirect(target)
  const [city, t] = await Promise.all([citySettings(), getTranslations('office')])
  return (
    <Frame city={city} homeHref="/" session={null}>
      <PageBody masthead={<Masthead heading={t('loginHeading')} lead={t('loginLead')} />}>
        {chyba ? (
          <Notice tone="danger" heading={t('loginFailedHeading')}>
            {t('loginFailed')}
          </Notice>
        ) : skoncilo ? (
          <Notice tone="info" heading={t('loginEndedHeading')}>
            {t('loginEnded')}
          </Notice>
        ) : null}
        <Card>
          <form method="get" action="/urad/vstup">
            <input type="hidden" name="cil" value={target} />
            <ButtonRow>
              <SubmitButton large icon="login">
                {t('loginButton')}
              </SubmitButton>
            </ButtonRow>
          </form>
        </Card>
        <p>
          <a href="/" className="link inline-flex min-h-11 items-center">
            {t('loginCitizen')}
          </a>
        </p>
      </PageBody>
    </Frame>
  )
}
