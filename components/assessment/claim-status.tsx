import { getTranslations } from 'next-intl/server'
import { StatusTag } from '#components/ui/status-tag'
import { type ClaimView, isOverdue, isPayable, remainingHal } from '#lib/assessment/rules'
import type { IsoDate } from '#lib/core/dates'

/** The state of one claim in two words, never by colour alone. */
export async function ClaimStatus({
  claim,
  today,
  isBeingPaid = false,
}: {
  claim: ClaimView
  today: IsoDate
  isBeingPaid?: boolean
}) {
  const t = await getTranslations('overview.state')
  if (isBeingPaid) return <StatusTag tone="unknown">{t('verifying')}</StatusTag>
  if (claim.legalState === 'lapsed') return <StatusTag tone="neutral">{t('lapsed')}</StatusTag>
  if (remainingHal(claim) === 0n) {
    return claim.legalState === 'to_be_assessed' ? (
      <StatusTag tone="unknown">{t('received')}</StatusTag>
    ) : (
      <StatusTag tone="ok">{t('paid')}</StatusTag>
    )
  }
  if (!isPayable(claim, today)) return <StatusTag tone="neutral">{t('returned')}</StatusTag>
  return isOverdue(claim, today) ? (
    <StatusTag tone="overdue">{t('overdue')}</StatusTag>
  ) : (
    <StatusTag tone="due">{t('due')}</StatusTag>
  )
}
