import { getTranslations } from 'next-intl/server'
import { paymentLines, paymentTableWords } from '#components/office/payment/payment-lines'
import { PaymentTable } from '#components/office/payment/payment-table'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { Pagination } from '#components/ui/pagination'
import type { PaymentPage } from '#lib/payment/history/list.queries'
import { type ListFilter, listAddress } from '#lib/payment/history/list.rules'
import { pageSize } from '#lib/payment/history/rules'

/** One page of payments with the way to the newer and the older. */
export async function PaymentList({ filter, page }: { filter: ListFilter; page: PaymentPage }) {
  const [t, words, lines] = await Promise.all([
    getTranslations('office'),
    paymentTableWords(),
    paymentLines(page.rows),
  ])
  if (lines.length === 0) {
    const isLimited = listAddress(filter) !== '/urad/platby'
    return (
      <EmptyState icon="card" heading={t('emptyHeading')}>
        {t(isLimited ? 'empty' : 'emptyAll')}
      </EmptyState>
    )
  }
  const before = (filter.page - 1) * pageSize
  const at = (number: number) => listAddress({ ...filter, page: number })
  return (
    <>
      <Card flush>
        <PaymentTable lines={lines} words={words} />
      </Card>
      <Pagination
        label={t('pages')}
        position={t('position', {
          first: String(before + 1),
          last: String(before + lines.length),
          total: String(page.total),
        })}
        previous={filter.page > 1 ? { href: at(filter.page - 1), label: t('pagePrevious') } : undefined}
        next={
          before + lines.length < page.total ? { href: at(filter.page + 1), label: t('pageNext') } : undefined
        }
      />
    </>
  )
}
