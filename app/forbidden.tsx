import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'

export default async function ForbiddenPage() {
  const t = await getTranslations('common')
  return (
    <PageBody masthead={<Masthead heading={t('forbiddenHeading')} lead={t('forbidden')} />}>{null}</PageBody>
  )
}
