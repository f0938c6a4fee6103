import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { ButtonRow } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { Notice } from '#components/ui/notice'
import { SubmitButton } from '#components/ui/submit-button'
import { maybeCitizen } from '#lib/auth/gates'
import { targetPath } from '#lib/auth/targets'
import { citySettings } from '#lib/city/settings.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('login')
  return { title: t('title') }
}

/** Before leaving for the provider: says what awaits there. The button is a form, so it needs no script. */
export default async function LoginPage({ searchParams }: PageProps<'/prihlaseni'>) {
  const { cil, chyba, skoncilo } = await searchParams
  const target = targetPath(typeof cil === 'string' ? cil : null)
  if (await maybeCitizen()) redirect(target)
  const [city, t] = await Promise.all([citySettings(), getTranslations('login')])
  return (
    <PageBody masthead={<Masthead heading={t('heading')} lead={t('lead')} />}>
      {chyba ? (
        <Notice tone="danger" heading={t('failedHeading')}>
          {t('failed', { phone: city.phone })}
        </Notice>
      ) : null}
      {skoncilo && !chyba ? (
        <Notice tone="info" heading={t('endedHeading')}>
          {t('ended')}
        </Notice>
      ) : null}
      <Card>
        <form method="get" action="/vstup">
          <input type="hidden" name="cil" value={target} />
          <ButtonRow>
            <SubmitButton large icon="login">
              {t('button')}
            </SubmitButton>
          </ButtonRow>
        </form>
      </Card>
    </PageBody>
  )
}
