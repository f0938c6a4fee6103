import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { cache } from 'react'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { OutcomeView } from '#components/payment/outcome-view'
import { RefundLines } from '#components/payment/refund-lines'
import { requireCitizen } from '#lib/auth/gates'
import { isUuid } from '#lib/core/ids'
import { readLaidMoney } from '#lib/payment/laid-money.queries'
import { findOrder, type OrderView } from '#lib/payment/order/orders.queries'
import { outcomeOf, paidAttempt } from '#lib/payment/outcome.rules'
import { refreshIfUndecided } from '#lib/payment/refresh.commands'
import { readCitizenRefunds } from '#lib/refund/citizen.queries'

const load = cache(async (orderId: string): Promise<OrderView> => {
  const citizen = await requireCitizen()
  if (!isUuid(orderId)) notFound()
  const found = await findOrder(citizen, orderId)
  if (!found || found.attempts.length === 0) notFound()
  const isChanged = await refreshIfUndecided(citizen, found.attempts)
  return isChanged ? ((await findOrder(citizen, orderId)) ?? found) : found
})

export async function generateMetadata(props: PageProps<'/platby/[orderId]'>): Promise<Metadata> {
  const order = await load((await props.params).orderId)
  const t = await getTranslations('payment')
  return { title: t(`outcomeTitle.${outcomeOf(order)}`) }
}

/** The outcome, always from the database; an undecided payment is asked about once more before it is shown. */
export default async function PaymentPage(props: PageProps<'/platby/[orderId]'>) {
  const { orderId } = await props.params
  const citizen = await requireCitizen()
  const order = await load(orderId)
  const t = await getTranslations('payment')
  const outcome = outcomeOf(order)
  const paid = paidAttempt(order)
  const refunds = await readCitizenRefunds(citizen, order.orderId)
  const retry = order.assessmentIds.map((id) => `predpis=${id}`).join('&')
  return (
    <PageBody masthead={<Masthead back={{ href: '/platby', label: t('historyTitle') }} />}>
      <OutcomeView
        outcome={outcome}
        order={order}
        laid={paid ? await readLaidMoney(paid.attemptId) : null}
        companyName={order.attempts[0]?.companyName ?? ''}
        retryHref={`/zkontrolovat?${retry}`}
        transferHref={`/prevod?${retry}`}
        isSignedIn
      />
      <RefundLines refunds={refunds} />
    </PageBody>
  )
}
