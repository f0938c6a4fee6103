import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OfficePageHead } from '#components/layout/office-page-head'
import { DifferenceList } from '#components/office/settlement/difference-list'
import { ReceivableList } from '#components/office/settlement/receivable-list'
import { Heading } from '#components/ui/heading'
import { requireOfficer } from '#lib/auth/gates'
import { now } from '#lib/core/clock'
import { formatDateTime } from '#lib/i18n/format'
import { showReceivables } from '#lib/recovery/receivable/listing.queries'
import { openDifferences } from '#lib/settlement/differences/open.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('settlement')
  return { title: t('heading') }
}

/** What does not agree between payments, gateways and the bank, and what to do about it. */
export default async function OfficeDifferencesPage() {
  const officer = await requireOfficer('payments.read')
  const [differences, receivables, t, r] = await Promise.all([
    openDifferences(officer),
    showReceivables(officer),
    getTranslations('settlement'),
    getTranslations('recovery'),
  ])
  return (
    <>
      <OfficePageHead heading={t('heading')} />
      <p className="max-w-reading text-muted">{t('lead', { moment: formatDateTime(now()) })}</p>
      <DifferenceList
        differences={differences ?? []}
        mayClose={officer.permissions.has('settlements.decide')}
      />
      {receivables && receivables.length > 0 ? (
        <>
          <Heading level={2}>{r('heading')}</Heading>
          <p className="max-w-reading text-muted">{r('lead')}</p>
          <ReceivableList receivables={receivables} caption={r('caption')} />
        </>
      ) : null}
    </>
  )
}
