import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { ClaimDetail } from '#components/assessment/claim-detail'
import { claimTitle } from '#components/assessment/claim-title'
import { readClaim } from '#lib/assessment/claims.queries'
import { requireCitizen } from '#lib/auth/gates'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { isUuid } from '#lib/core/ids'
import { ratesOf } from '#lib/fee/rates.queries'
import { readPreview } from '#lib/payment/preview.queries'
import { readTransfers } from '#lib/payment/transfer.queries'

async function load(props: PageProps<'/predpisy/[assessmentId]'>) {
  const citizen = await requireCitizen()
  const { assessmentId } = await props.params
  const found = isUuid(assessmentId) ? await readClaim(citizen, assessmentId) : null
  if (!found) notFound()
  return { citizen, ...found }
}

export async function generateMetadata(props: PageProps<'/predpisy/[assessmentId]'>): Promise<Metadata> {
  const { claim } = await load(props)
  return { title: await claimTitle(claim) }
}

export default async function ClaimPage(props: PageProps<'/predpisy/[assessmentId]'>) {
  const { citizen, claim, movements } = await load(props)
  const today = pragueDate(now())
  const [city, rates, chosen] = await Promise.all([
    citySettings(),
    ratesOf(claim.feeKindCode),
    readTransfers(citizen, [claim.assessmentId], today),
  ])
  return (
    <ClaimDetail
      claim={claim}
      movements={movements}
      rates={rates}
      plan={chosen.plan}
      preview={await readPreview(citizen, chosen.claims, today)}
      today={today}
      phone={city.phone}
      isBeingPaid={chosen.isBeingPaid}
    />
  )
}
