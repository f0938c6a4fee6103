import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { ClaimChoices, ClaimRows } from '#components/assessment/claim-rows'
import { StandingSentence } from '#components/assessment/standing-sentence'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { Button, ButtonRow, LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { ChoiceList } from '#components/ui/choice'
import { Notice } from '#components/ui/notice'
import { type ClaimView, isPayable, remainingHal } from '#lib/assessment/rules'
import { oldestKnownDay, type Standing } from '#lib/assessment/standing.rules'
import type { IsoDate } from '#lib/core/dates'
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
  const totalHal = sumHal(payable.map(remainingHal))
  const [onItsWay] = beingPaid.values()
  let action: ReactNode = null
  if (standing.kind === 'not_paired') {
    action = <LinkButton href="/ucet/prirazeni">{t('notPairedAction')}</LinkButton>
  } else if (onItsWay) {
    action = <LinkButton href={`/platby/${onItsWay.orderId}`}>{t('verifyingAction')}</LinkButton>
  } else if (payable.length > 0) {
    const chosen = payable.map((claim) => `predpis=${claim.assessmentId}`).join('&')
    action = (
      <>
        <LinkButton href={`/zkontrolovat?${chosen}`} large icon="card">
          {t('pay', { amount: formatKc(totalHal) })}
        </LinkButton>
        <LinkButton href={`/prevod?${chosen}`} large look="secondary" icon="qr">
          {t('payByTransfer')}
        </LinkButton>
      </>
    )
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
          <form method="get" action="/zkontrolovat" className="space-y-5">
            <ChoiceList legend={t('chooseHeading')} hint={t('chooseHint')}>
              <ClaimChoices claims={payable} today={today} />
            </ChoiceList>
            <ButtonRow>
              <Button look="secondary">{t('chooseButton')}</Button>
            </ButtonRow>
          </form>
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
          {knownUntil ? t('knownUntil', { until: formatDateGenitive(knownUntil) }) : t('knownNever')}
        </p>
      ) : null}
    </PageBody>
  )
}
