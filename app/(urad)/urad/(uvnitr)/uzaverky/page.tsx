import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OfficePageHead } from '#components/layout/office-page-head'
import { DocumentDays } from '#components/office/close/document-days'
import { MonthList } from '#components/office/close/month-list'
import { requireOfficer } from '#lib/auth/gates'
import { unconfirmedDays } from '#lib/close/documents.queries'
import { listMonths } from '#lib/close/months.queries'
import { confirmAction } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('close')
  return { title: t('heading') }
}

/** The accounting months and the documents that wait for somebody's confirmation. */
export default async function OfficeClosingPage() {
  const officer = await requireOfficer('months.read')
  const [months, days, t] = await Promise.all([
    listMonths(officer),
    unconfirmedDays(officer),
    getTranslations('close'),
  ])
  return (
    <>
      <OfficePageHead heading={t('heading')} />
      <p className="max-w-reading text-muted">{t('lead')}</p>
      <MonthList months={months ?? []} />
      <DocumentDays
        days={days ?? []}
        action={officer.permissions.has('months.close') ? confirmAction : null}
      />
    </>
  )
}
