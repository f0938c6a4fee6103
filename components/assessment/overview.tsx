import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ChosenTotal } from '#components/assessment/chosen-total'
import { ClaimChoices, ClaimRows } from '#components/assessment/claim-rows'
import { StandingSentence } from '#components/assessment/standing-sentence'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { ChoiceList } from '#components/ui/choice'
import { ErrorSummary } from '#components/ui/error-summary'
import { Notice } from '#components/ui/notice'
import { words } from '#components/ui/words'
import { type ClaimView, isOverdue, isPayable, remainingHal } from '#lib/assessment/rules'
import { oldestKnownDay, type Standing } from '#lib/assessment/standing.rules'
import { type IsoDate, yearOf } from '#lib/core/dates'
import { formatKc, sumHal } from '#lib/core/money'
import { formatDateGenitive } from '#lib/i18n/format'

export interface OverviewProps {
  standing: Standing
  claims: readonly ClaimView[]
  /** Assessments a payment of which may be on its way, with the order that carries it. */
  beingPaid: ReadonlyMap<string, { orderId: string }>
  creditHal: bigint
  /** What goes back to the person. */
  refunds: ReactNode
  today: IsoDate
  phone: string
  /** What was ticked on a page sent before, empty where nothing was; null where none was sent. */
  chosen: ReadonlySet<string> | null
  /** Somebody wanted to go on with nothing ticked. */
  isNothingChosen: boolean
}

/** The citizen's first page: one sentence, one button, then the claims it speaks of. */
export async function Overview(props: OverviewProps) {
  const { standing, claims, beingPaid, creditHal, today, phone } = props
  const t = await getTranslations('overview')
  const busy = new Set(beingPaid.keys())
  const payable = claims.filter((claim) => isPayable(claim, today) && !busy.has(claim.assessmentId))
  const others = claims.filter((claim) => !payable.includes(claim))
  const open = others.filter((claim) => remainingHal(claim) > 0n)
  const settled = others.filter((claim) => remainingHal(claim) === 0n).toReversed()
  const knownUntil = oldestKnownDay(claims)
  const [onItsWay] = beingPaid.values()
  let action: ReactNode = null
  if (standing.kind === 'not_paired') {
    action = <LinkButton href="/ucet/prirazeni">{t('notPairedAction')}</LinkButton>
  } else if (onItsWay) {
    action = <LinkButton href={`/platby/${onItsWay.orderId}`}>{t('verifyingAction')}</LinkButton>
  } else if (payable.length > 0) {
    action = <PayButtons payable={payable} today={today} />
  }
  return (
    <PageBody masthead={<Masthead eyebrow={t('eyebrow')} />}>
      <StandingSentence
        standing={standing}
        phone={phone}
        {...(action ? { action: <ButtonRow>{action}</ButtonRow> } : {})}
      />
      {creditHal > 0n ? (
        <Notice tone="info" heading={t('credit', { amount: formatKc(creditHal) })}>
          {t('creditText')}
        </Notice>
      ) : null}
      {props.refunds}
      {payable.length === 1 ? (
        <Card heading={t('chooseHeading')} flush>
          <ClaimRows claims={payable} today={today} beingPaid={busy} />
        </Card>
      ) : null}
      {payable.length > 1 ? (
        <Card>
          <ChooseForm {...props} payable={payable} />
        </Card>
      ) : null}
      {open.length > 0 ? (
        <Card flush>
          <ClaimRows claims={open} today={today} beingPaid={busy} />
        </Card>
      ) : null}
      {settled.length > 0 ? (
        <Card heading={t('paidHeading')} flush>
          <ClaimRows claims={settled} today={today} beingPaid={busy} />
        </Card>
      ) : null}
      {claims.length > 0 && standing.kind !== 'all_paid' ? (
        <p className="text-muted text-sm">
          {words(knownUntil ? t('knownUntil', { until: untilWords(knownUntil, today) }) : t('knownNever'))}
        </p>
      ) : null}
    </PageBody>
  )
}

const untilWords = (until: IsoDate, today: IsoDate) =>
  formatDateGenitive(until, { withYear: yearOf(until) !== yearOf(today) })

const addressOf = (path: string, claims: readonly ClaimView[]) =>
  `${path}?${claims.map((claim) => `predpis=${claim.assessmentId}`).join('&')}`

/** The ways to pay, the most pressing first: what is overdue alone, where that is not all. */
async function PayButtons({ payable, today }: { payable: readonly ClaimView[]; today: IsoDate }) {
  const t = await getTranslations('overview')
  const overdue = payable.filter((claim) => isOverdue(claim, today))
  const isPart = overdue.length > 0 && overdue.length < payable.length
  const amountOf = (claims: readonly ClaimView[]) => formatKc(sumHal(claims.map(remainingHal)))
  return (
    <>
      {isPart ? (
        <LinkButton href={addressOf('/zkontrolovat', overdue)} large icon="card">
          {t('payOverdue', { amount: amountOf(overdue) })}
        </LinkButton>
      ) : null}
      <LinkButton
        href={addressOf('/zkontrolovat', payable)}
        icon="card"
        {...(isPart ? { look: 'secondary' as const } : { large: true })}
      >
        {t(isPart ? 'payAll' : 'pay', { amount: amountOf(payable) })}
      </LinkButton>
      <LinkButton
        href={addressOf('/prevod', payable)}
        look="secondary"
        icon="qr"
        {...(isPart ? {} : { large: true })}
      >
        {t(isPart ? 'payAllByTransfer' : 'payByTransfer')}
      </LinkButton>
    </>
  )
}

/** The claims to tick, their sum, and the button that pays the ticked ones. */
async function ChooseForm(
  props: Pick<OverviewProps, 'today' | 'chosen' | 'isNothingChosen'> & { payable: ClaimView[] },
) {
  const { payable, today, chosen, isNothingChosen } = props
  const t = await getTranslations('overview')
  const common = await getTranslations('common')
  const ticked = payable.filter((claim) => chosen === null || chosen.has(claim.assessmentId))
  const first = `predpis-${payable[0]?.assessmentId}`
  const sum = { amount: '{amount}' }
  return (
    <form method="get" action="/zkontrolovat" className="space-y-5" id="vyber">
      <ErrorSummary
        heading={common('errorHeading')}
        errors={isNothingChosen ? [{ fieldId: first, message: t('chooseNothing') }] : []}
      />
      <input type="hidden" name="vyber" value="1" />
      <ChoiceList legend={t('chooseHeading')} hint={t('chooseHint')}>
        <ClaimChoices claims={payable} today={today} chosen={chosen} />
      </ChoiceList>
      <ChosenTotal
        amountsHal={Object.fromEntries(
          payable.map((claim) => [claim.assessmentId, String(remainingHal(claim))]),
        )}
        initialHal={String(sumHal(ticked.map(remainingHal)))}
        countAddress="/prehled#vyber"
        texts={{
          total: t('chosenTotal', sum),
          review: t('chooseButton'),
          reviewChosen: t('chooseButtonAmount', sum),
          count: t('chosenCount'),
        }}
      />
    </form>
  )
}
