import { getTranslations } from 'next-intl/server'
import { ClaimStatus } from '#components/assessment/claim-status'
import { claimMark, claimTitle } from '#components/assessment/claim-title'
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

/** What the claim is called, with what tells it from another of that name. */
function Title({ title, mark }: { title: string; mark: string | null }) {
  return (
    <>
      {title}
      {mark ? <span className="block font-normal text-sm"> {mark}</span> : null}
    </>
  )
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
      mark: await claimMark(claim, claims),
      due: await dueWords(claim, today),
    })),
  )
  return (
    <RowList>
      {rows.map(({ claim, title, mark, due }) => (
        <Row
          key={claim.assessmentId}
          href={`/predpisy/${claim.assessmentId}`}
          title={<Title title={title} mark={mark} />}
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
      mark: await claimMark(claim, claims),
      due: await dueWords(claim, today),
    })),
  )
  return rows.map(({ claim, title, mark, due }) => (
    <CheckboxRow
      key={claim.assessmentId}
      id={`predpis-${claim.assessmentId}`}
      name="predpis"
      value={claim.assessmentId}
      defaultChecked
      label={<Title title={title} mark={mark} />}
      note={
        <>
          <Note claim={claim} due={due} />
          {isOverdue(claim, today) ? (
            <span className="mt-1 block">
              <ClaimStatus claim={claim} today={today} />
            </span>
          ) : null}
        </>
      }
      trailing={
        <span className="flex flex-row-reverse flex-wrap items-center justify-between gap-x-4 sm:flex-col sm:items-end">
          <span>{formatKc(remainingHal(claim))}</span>
          <a
            href={`/predpisy/${claim.assessmentId}`}
            aria-label={t('detailsOf', { what: mark ? `${title}, ${mark}` : title })}
            className="link relative z-10 -my-2 inline-flex min-h-11 items-center font-normal"
          >
            {t('details')}
          </a>
        </span>
      }
    />
  ))
}
