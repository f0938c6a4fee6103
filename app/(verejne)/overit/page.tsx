import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { Card } from '#components/ui/card'
import { OneFieldForm } from '#components/ui/one-field-form'
import { verifyAction } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('home')
  return { title: t('verifyTitle') }
}

export default async function VerifyPage() {
  const [t, common] = await Promise.all([getTranslations('home'), getTranslations('common')])
  return (
    <PageBody masthead={<Masthead heading={t('verifyTitle')} lead={t('verifyLead')} />}>
      <Card>
        <OneFieldForm
          action={verifyAction}
          name="kod"
          autoComplete="off"
          words={{
            errorHeading: common('errorHeading'),
            label: t('verifyField'),
            hint: t('verifyHint'),
            button: t('verifyButton'),
            working: t('verifyWorking'),
          }}
        />
      </Card>
    </PageBody>
  )
}
