import { getTranslations } from 'next-intl/server'
import { ClaimStatus } from '#components/assessment/claim-status'
import { claimTitle } from '#components/assessment/claim-title'
import { Amount } from '#components/ui/amount'
import { CheckboxRow } from '#components/ui/choice'
import { Row, RowList } from '#components/ui/row'
import { type ClaimView, isOverdue, remainingHal } from '#lib/assessment/rules'
import type { IsoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDateGenitive, formatDateWithWeekday } from '#lib/i18n/format'

interface ClaimRowsProps {
  claims: readonly ClaimView[]
  today: IsoDate
  beingPaid: ReadonlySet<string>
}

async function dueWords(claim: ClaimView, today: IsoDate): Promise<string> {
  const t = await getTranslations('overview')
  return isOverdue(claim, today)
    ? t('overdueSince', { date: formatDateGenitive(claim.lastDay) })
    : t('dueOn', { date: formatDateWithWeekday(claim.lastDay) })
}

/** Claims as links to their details. */
export async function ClaimRows({ claims, today, beingPaid }: ClaimRowsProps) {
  const rows = await Promise.all(
    claims.map(async (claim) => ({
      claim,
      title: await claimTitle(claim),
      due: await dueWords(claim, today),
    })),
  )
  return (
    <RowList>
      {rows.map(({ claim, title, due }) => (
        <Row
          key={claim.assessmentId}
          href={`/predpisy/${claim.assessmentId}`}
          title={title}
          note={claim.isForAnother ? `${claim.payerName}, ${due}` : due}
          trailing={<Amount size="large">{formatKc(remainingHal(claim) || claim.assessedHal)}</Amount>}
          status={<ClaimStatus claim={claim} today={today} isBeingPaid={beingPaid.has(claim.assessmentId)} />}
        />
      ))}
    </RowList>
  )
}

/** Claims to tick before paying. */
export async function ClaimChoices({ claims, today }: Omit<ClaimRowsProps, 'beingPaid'>) {
  const rows = await Promise.all(
    claims.map(async (claim) => ({
      claim,
      title: await claimTitle(claim),
      due: await dueWords(claim, today),
    })),
  )
  return rows.map(({ claim, title, due }) => (
    <CheckboxRow
      key={claim.assessmentId}
      id={`predpis-${claim.assessmentId}`}
      name="predpis"
      value={claim.assessmentId}
      defaultChecked
      label={title}
      note={
        <>
          {claim.isForAnother ? `${claim.payerName}, ` : null}
          {due}
        </>
      }
      trailing={formatKc(remainingHal(claim))}
    />
  ))
}
