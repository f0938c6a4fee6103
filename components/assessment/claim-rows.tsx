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

/** Whose claim it is, where it is not the viewer's own, and until when. */
function Note({ claim, due }: { claim: ClaimView; due: string }) {
  return (
    <>
      {claim.isForAnother ? <span className="block text-ink">{claim.payerName}</span> : null}
      {due}
    </>
  )
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
          note={<Note claim={claim} due={due} />}
          trailing={<Amount size="large">{formatKc(remainingHal(claim) || claim.assessedHal)}</Amount>}
          status={<ClaimStatus claim={claim} today={today} isBeingPaid={beingPaid.has(claim.assessmentId)} />}
        />
      ))}
    </RowList>
  )
}

/** Claims to tick before paying, each with a way to its details. */
export async function ClaimChoices({ claims, today }: Omit<ClaimRowsProps, 'beingPaid'>) {
  const t = await getTranslations('overview')
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
      note={<Note claim={claim} due={due} />}
      trailing={
        <>
          <span className="block">{formatKc(remainingHal(claim))}</span>
          <a
            href={`/predpisy/${claim.assessmentId}`}
            className="link relative z-10 -my-2 inline-flex min-h-11 items-center font-normal"
          >
            {t('details')}
            <span className="sr-only">: {title}</span>
          </a>
        </>
      }
    />
  ))
}
