import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'

/** Says that nothing is at this address and leads home. */
export async function MissingPage() {
  const t = await getTranslations('common')
  return (
    <PageBody masthead={<Masthead heading={t('notFoundHeading')} lead={t('notFound')} />}>
      <Card>
        <ButtonRow>
          <LinkButton href="/">{t('backHome')}</LinkButton>
        </ButtonRow>
      </Card>
    </PageBody>
  )
}
