import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { OrderRows } from '#components/payment/order-rows'
import { LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { requireCitizen } from '#lib/auth/gates'
import { listOrders } from '#lib/payment/order/orders.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('payment')
  return { title: t('historyTitle') }
}

export default async function PaymentsPage() {
  const citizen = await requireCitizen()
  const [orders, t, common] = await Promise.all([
    listOrders(citizen),
    getTranslations('payment'),
    getTranslations('common'),
  ])
  return (
    <PageBody masthead={<Masthead heading={t('historyHeading')} lead={t('historyLead')} />}>
      {orders.length === 0 ? (
        <EmptyState
          icon="card"
          heading={t('historyEmptyHeading')}
          action={
            <LinkButton href="/prehled" look="secondary">
              {common('backToOverview')}
            </LinkButton>
          }
        >
          {t('historyEmpty')}
        </EmptyState>
      ) : (
        <Card flush>
          <OrderRows orders={orders} />
        </Card>
      )}
    </PageBody>
  )
}
