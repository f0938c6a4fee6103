import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { getTranslations } from 'next-intl/server'
import { Review } from '#components/payment/review'
import { readClaims } from '#lib/assessment/claims.queries'
import { isPayable } from '#lib/assessment/rules'
import { requireCitizen } from '#lib/auth/gates'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { newOrderId } from '#lib/core/ids'
import { brokenGateways } from '#lib/gateway/health/broken.queries'
import { cardGatewayFor } from '#lib/gateway/registry'
import { selectionInput } from '#lib/payment/order/input'
import { readPreview } from '#lib/payment/preview.queries'
import { payAction } from './actions.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('payment')
  return { title: t('reviewTitle') }
}

export default async function ReviewPage({ searchParams }: PageProps<'/zkontrolovat'>) {
  const citizen = await requireCitizen()
  const { predpis, vyber } = await searchParams
  // The form of the overview came with nothing ticked: one stays there and is told so.
  if (vyber !== undefined && predpis === undefined) redirect('/prehled?vyber=1&nic=1#vyber')
  const ids = selectionInput.safeParse([predpis ?? []].flat())
  const [city, broken, visible] = await Promise.all([
    citySettings(),
    brokenGateways(),
    ids.success ? readClaims(citizen, { assessmentIds: ids.data }) : [],
  ])
  const today = pragueDate(now())
  const claims = visible.filter((claim) => isPayable(claim, today))
  const card = cardGatewayFor(
    city.cardGateways,
    claims.map((claim) => claim.feeKindCode),
    broken,
  )
  return (
    <Review
      claims={claims}
      preview={await readPreview(citizen, claims, today)}
      orderId={newOrderId()}
      email={citizen.email ?? ''}
      card={
        card.gateway
          ? { companyName: card.gateway.companyName, isBroken: card.isBroken }
          : { offSentence: card.sentence }
      }
      action={payAction}
    />
  )
}
