import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { OutcomePanel } from '#components/layout/outcome-panel'
import { PageBody } from '#components/layout/page-body'
import { ButtonRow, LinkButton } from '#components/ui/button'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('common')
  return { title: t('unavailableTitle') }
}

/** What can be shown while the database is away: whether money was taken, and what to do. */
export default async function UnavailablePage({ searchParams }: PageProps<'/nedostupne'>) {
  const t = await getTranslations('common')
  const isAfterPayment = (await searchParams).platba === '1'
  return (
    <PageBody masthead={<Masthead />}>
      <OutcomePanel
        tone={isAfterPayment ? 'progress' : 'neutral'}
        heading={t('unavailableHeading')}
        sentence={<p>{t(isAfterPayment ? 'unavailablePayment' : 'unavailable')}</p>}
        actions={
          <ButtonRow>
            <LinkButton href={isAfterPayment ? '/platby' : '/prehled'}>{t('tryAgain')}</LinkButton>
          </ButtonRow>
        }
      />
    </PageBody>
  )
}
