import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OfficePageHead } from '#components/layout/office-page-head'
import { FailingFetches } from '#components/office/statement/failing-fetches'
import { HeldStatements } from '#components/office/statement/held-statements'
import { StatementList } from '#components/office/statement/statement-list'
import { UploadForm } from '#components/office/statement/upload-form'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { requireOfficer } from '#lib/auth/gates'
import { listFailingFetches, listHeld } from '#lib/statement/held-list.queries'
import { listStatements } from '#lib/statement/statements.queries'
import { releaseAction, uploadAction } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('statement')
  return { title: t('heading') }
}

/** The statements of the city's accounts, and bringing another one. */
export default async function OfficeStatementsPage() {
  const officer = await requireOfficer('statements.read')
  const [accounts, held, failing, t] = await Promise.all([
    listStatements(officer),
    listHeld(officer),
    listFailingFetches(officer),
    getTranslations('statement'),
  ])
  return (
    <>
      <OfficePageHead heading={t('heading')} />
      <FailingFetches failing={failing ?? []} />
      <HeldStatements held={held ?? []} release={releaseAction} />
      {officer.permissions.has('statements.import') ? (
        <Card heading={t('uploadHeading')}>
          <UploadForm
            action={uploadAction}
            words={{
              errorHeading: t('uploadErrorHeading'),
              label: t('uploadLabel'),
              hint: t('uploadHint'),
              button: t('uploadButton'),
              done: t('uploadDone'),
              held: t('uploadHeld'),
            }}
          />
        </Card>
      ) : null}
      {accounts && accounts.length > 0 ? (
        accounts.map((one) => <StatementList key={one.account} of={one} />)
      ) : (
        <EmptyState icon="bank" heading={t('emptyHeading')}>
          {t('empty')}
        </EmptyState>
      )}
    </>
  )
}
