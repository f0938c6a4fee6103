import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { Overview } from '#components/assessment/overview'
import { RefundLines } from '#components/payment/refund-lines'
import { readClaims, readCreditHal } from '#lib/assessment/claims.queries'
import { standing } from '#lib/assessment/standing.rules'
import { requireCitizen } from '#lib/auth/gates'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { assessmentsBeingPaid } from '#lib/payment/order/orders.queries'
import { readCitizenRefunds } from '#lib/refund/citizen.queries'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('overview')
  return { title: t('title') }
}

export default async function OverviewPage({ searchParams }: PageProps<'/prehled'>) {
  const citizen = await requireCitizen()
  const { predpis = [], vyber, nic } = await searchParams
  const [city, claims, beingPaid, creditHal, refunds] = await Promise.all([
    citySettings(),
    readClaims(citizen),
    assessmentsBeingPaid(citizen),
    readCreditHal(citizen),
    readCitizenRefunds(citizen, null),
  ])
  const today = pragueDate(now())
  return (
    <Overview
      standing={standing({
        isPaired: citizen.payerId !== null,
        claims,
        unverifiedPayments: [...beingPaid.values()],
        today,
        staleAfterWorkingDays: city.staleAfterWorkingDays,
      })}
      claims={claims}
      beingPaid={beingPaid}
      creditHal={creditHal}
      refunds={<RefundLines refunds={refunds} />}
      today={today}
      phone={city.phone}
      chosen={vyber === undefined ? null : new Set([predpis].flat())}
      isNothingChosen={nic !== undefined}
    />
  )
}
