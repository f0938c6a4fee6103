import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('login')
  return { title: t('loggedOutTitle') }
}

export default async function LoggedOutPage({ searchParams }: PageProps<'/odhlaseno'>) {
  const { jen } = await searchParams
  const t = await getTranslations('login')
  return (
    <PageBody
      masthead={<Masthead heading={t('loggedOutHeading')} lead={t(jen ? 'loggedOutHere' : 'loggedOut')} />}
    >
      <Card>
        <ButtonRow>
          <LinkButton href="/prihlaseni" look="secondary" icon="login">
            {t('again')}
          </LinkButton>
        </ButtonRow>
      </Card>
    </PageBody>
  )
}
