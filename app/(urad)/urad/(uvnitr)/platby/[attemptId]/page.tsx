import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { OfficePageHead } from '#components/layout/office-page-head'
import { AttemptStateTag } from '#components/payment/attempt-state-tag'
import { PaymentHistoryView } from '#components/payment/payment-history-view'
import { Breadcrumb } from '#components/ui/breadcrumb'
import { requireOfficer } from '#lib/auth/gates'
import { readPaymentHistory } from '#lib/payment/history/queries'

const isUuid = (text: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)

/** Everything of one payment; opening it is a reading of somebody's data and is recorded as one. */
export default async function OfficePaymentPage({ params }: PageProps<'/urad/platby/[attemptId]'>) {
  const officer = await requireOfficer('payments.read')
  const { attemptId } = await params
  const history = isUuid(attemptId) ? await readPaymentHistory(officer, attemptId) : null
  if (!history) notFound()
  const t = await getTranslations('office')
  const { reference, state } = history.attempt
  return (
    <>
      <title>{t('paymentTitle', { reference })}</title>
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
      <PaymentHistoryView history={history} />
    </>
  )
}
