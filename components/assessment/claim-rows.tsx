import { getTranslations } from 'next-intl/server'
import { ClaimStatus } from '#components/assessment/claim-status'
import { claimMark, claimTitle } from '#components/assessment/claim-title'
import { Amount } from '#components/ui/amount'
import { CheckboxRow } from '#components/ui/choice'
import { Row, RowList } from '#components/ui/row'
import { words } from '#components/ui/words'
import { type ClaimView, isOverdue, remainingHal } from '#lib/assessment/rules'
import { type IsoDate, yearOf } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDateLocative, formatDateWithWeekday } from '#lib/i18n/format'
import { spoken } from '#lib/i18n/machine-readable'

interface ClaimRowsProps {
  claims: readonly ClaimView[]
  today: IsoDate
  beingPaid: ReadonlySet<string>
}

async function dueWords(claim: ClaimView, today: IsoDate): Promise<string> {
  const t = await getTranslations('overview')
  const withYear = yearOf(claim.lastDay) !== yearOf(today)
  return isOverdue(claim, today)
    ? t('overdueSince', { date: formatDateLocative(claim.lastDay, { withYear }) })
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
      {claim.isForAnother ? <p className="text-ink">{claim.payerName}</p> : null}
      <p>{words(due)}</p>
    </>
  )
}

interface ClaimChoicesProps extends Pick<ClaimRowsProps, 'claims' | 'today'> {
  /** What was ticked on a page sent before; null where nothing was sent. */
  chosen: ReadonlySet<string> | null
}

/** The claims in words. Each name tells a claim from the rest of a family's: what, whose and how much. */
async function inWords(claims: readonly ClaimView[], today: IsoDate) {
  return Promise.all(
    claims.map(async (claim) => {
      const title = await claimTitle(claim)
      const mark = await claimMark(claim, claims)
      const amount = formatKc(remainingHal(claim) || claim.assessedHal)
      const person = claim.isForAnother ? claim.payerName : null
      const name = [mark ? `${title} ${mark}` : title, person, spoken(amount)].filter(Boolean).join(', ')
      return { claim, title, mark, name, amount, due: await dueWords(claim, today) }
    }),
  )
}

/** Claims as links to their details. */
export async function ClaimRows({ claims, today, beingPaid }: ClaimRowsProps) {
  const rows = await inWords(claims, today)
  return (
    <RowList>
      {rows.map(({ claim, title, mark, name, amount, due }) => (
        <Row
          key={claim.assessmentId}
          href={`/predpisy/${claim.assessmentId}`}
          hrefLabel={name}
          title={<Title title={title} mark={mark} />}
          note={<Note claim={claim} due={due} />}
          trailing={<Amount size="large">{amount}</Amount>}
          status={<ClaimStatus claim={claim} today={today} isBeingPaid={beingPaid.has(claim.assessmentId)} />}
        />
      ))}
    </RowList>
  )
}

/** Claims to tick before paying, each with a way to its details; all ticked, or those chosen before. */
export async function ClaimChoices({ claims, today, chosen }: ClaimChoicesProps) {
  const t = await getTranslations('overview')
  const rows = await inWords(claims, today)
  return rows.map(({ claim, title, mark, name, amount, due }) => (
    <CheckboxRow
      key={claim.assessmentId}
      id={`predpis-${claim.assessmentId}`}
      name="predpis"
      value={claim.assessmentId}
      defaultChecked={chosen === null || chosen.has(claim.assessmentId)}
      label={<Title title={title} mark={mark} />}
      fullLabel={name}
      note={
        <>
          <Note claim={claim} due={due} />
          {isOverdue(claim, today) ? (
            <p className="mt-1">
              <ClaimStatus claim={claim} today={today} />
            </p>
          ) : null}
        </>
      }
      trailing={
        <div className="flex flex-row-reverse flex-wrap items-center justify-between gap-x-4 sm:flex-col sm:items-end">
          <p>{amount}</p>
          <a
            href={`/predpisy/${claim.assessmentId}`}
            aria-label={t('detailsOf', { what: name })}
            className="link relative z-10 -my-2 inline-flex min-h-11 items-center font-normal"
          >
            {t('details')}
          </a>
        </div>
      }
    />
  ))
}
