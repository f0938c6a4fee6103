import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OfficePageHead } from '#components/layout/office-page-head'
import { DifferenceList } from '#components/office/settlement/difference-list'
import { requireOfficer } from '#lib/auth/gates'
import { now } from '#lib/core/clock'
import { formatDateTime } from '#lib/i18n/format'
import { openDifferences } from '#lib/settlement/differences/open.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settlement')
  return { title: t('heading') }
}

/** What does not agree between payments, gateways and the bank, and what to do about it. */
export default async function OfficeDifferencesPage() {
  const officer = await requireOfficer('payments.read')
  const [differences, t] = await Promise.all([openDifferences(officer), getTranslations('settlement')])
  return (
    <>
      <OfficePageHead heading={t('heading')} />
      <p className="max-w-reading text-muted">{t('lead', { moment: formatDateTime(now()) })}</p>
      <DifferenceList
        differences={differences ?? []}
        mayClose={officer.permissions.has('settlements.decide')}
      />
    </>
  )
}
