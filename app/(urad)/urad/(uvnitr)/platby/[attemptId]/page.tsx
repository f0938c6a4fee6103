import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { OfficePageHead } from '#components/layout/office-page-head'
import { AttemptStateTag } from '#components/office/payment/attempt-state-tag'
import { PaymentHistoryView } from '#components/office/payment/payment-history-view'
import { PaymentLabelsCard } from '#components/office/settlement/payment-labels'
import { ReceivableList } from '#components/office/settlement/receivable-list'
import { Breadcrumb } from '#components/ui/breadcrumb'
import { requireOfficer } from '#lib/auth/gates'
import { isUuid } from '#lib/core/ids'
import { type PaymentHistory, readPaymentHistory } from '#lib/payment/history/payment.queries'
import { showReceivables } from '#lib/recovery/receivable/listing.queries'
import { readLabels } from '#lib/settlement/labels.queries'

/** Once a request: the title and the page are one reading and one record of it. */
const load = cache(async (attemptId: string): Promise<PaymentHistory> => {
  const officer = await requireOfficer('payments.read')
  const history = isUuid(attemptId) ? await readPaymentHistory(officer, attemptId) : null
  return history ?? notFound()
})

export async function generateMetadata({ params }: PageProps<'/urad/platby/[attemptId]'>): Promise<Metadata> {
  const { attempt } = await load((await params).attemptId)
  const t = await getTranslations('office')
  return { title: t('paymentHeading', { reference: attempt.reference }) }
}

/** Everything of one payment; opening it is a reading of somebody's data and is recorded as one. */
export default async function OfficePaymentPage({ params }: PageProps<'/urad/platby/[attemptId]'>) {
  const { attemptId } = await params
  const history = await load(attemptId)
  const officer = await requireOfficer('payments.read')
  const labels = await readLabels(officer, attemptId)
  const receivables = (await showReceivables(officer, { attemptId })) ?? []
  const [t, r] = await Promise.all([getTranslations('office'), getTranslations('recovery')])
  const { reference, state } = history.attempt
  return (
    <>
      <OfficePageHead
        path={
          <Breadcrumb
            label={t('path')}
            steps={[
              { href: '/urad/platby', label: t('paymentsHeading') },
              { href: `/urad/platby/${attemptId}`, label: reference },
            ]}
          />
        }
        heading={t('paymentHeading', { reference })}
        status={<AttemptStateTag state={state}>{t(`state.${state}`)}</AttemptStateTag>}
      />
      <PaymentHistoryView history={history}>
        {labels ? <PaymentLabelsCard labels={labels} /> : null}
        {receivables.length > 0 ? (
          <ReceivableList receivables={receivables} caption={r('captionOfPayment')} />
        ) : null}
      </PaymentHistoryView>
    </>
  )
}
