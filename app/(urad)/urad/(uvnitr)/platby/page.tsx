import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { OfficePageHead } from '#components/layout/office-page-head'
import { PaymentFilter } from '#components/office/payment/payment-filter'
import { paymentTableWords } from '#components/office/payment/payment-lines'
import { PaymentList } from '#components/office/payment/payment-list'
import { PaymentSearch } from '#components/office/payment/payment-search'
import { requireOfficer } from '#lib/auth/gates'
import { readListFilter } from '#lib/payment/history/list.input'
import { listPayments } from '#lib/payment/history/list.queries'
import { searchAction } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('office')
  return { title: t('paymentsHeading') }
}

export default async function OfficePaymentsPage({ searchParams }: PageProps<'/urad/platby'>) {
  const officer = await requireOfficer('payments.read')
  const filter = readListFilter(await searchParams)
  const [page, t, table] = await Promise.all([
    listPayments(officer, filter),
    getTranslations('office'),
    paymentTableWords(),
  ])
  const seesPayers = officer.permissions.has('payers.read')
  return (
    <>
      <OfficePageHead heading={t('paymentsHeading')} />
      <PaymentSearch
        action={searchAction}
        words={{
          label: t('searchLabel'),
          button: t('searchButton'),
          hint: t(seesPayers ? 'searchHint' : 'searchHintWithoutNames'),
          end: t('searchEnd'),
          table,
        }}
      >
        <PaymentFilter filter={filter} />
        <PaymentList filter={filter} page={page} />
      </PaymentSearch>
    </>
  )
}
