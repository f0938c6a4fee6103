import { getTranslations } from 'next-intl/server'
import { ClaimStatus } from '#components/assessment/claim-status'
import { ClaimTimeline } from '#components/assessment/claim-timeline'
import { claimTitle } from '#components/assessment/claim-title'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { CardOnly } from '#components/payment/card-only'
import { type LabelledPreview, LawNotice } from '#components/payment/law-notice'
import { TransferSlip } from '#components/payment/transfer-slip'
import { Amount } from '#components/ui/amount'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { DefinitionList } from '#components/ui/definition-list'
import { Notice } from '#components/ui/notice'
import type { ClaimMovement } from '#lib/assessment/claims.queries'
import { type ClaimView, isPayable, remainingHal } from '#lib/assessment/rules'
import type { IsoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { type Rate, ratesOfPeriod } from '#lib/fee/rules'
import { formatDate, formatDateGenitive, formatDateWithWeekday } from '#lib/i18n/format'
import { groupSymbol } from '#lib/identifiers/symbols'
import type { TransferPlan } from '#lib/payment/transfer.rules'

interface ClaimDetailProps {
  claim: ClaimView
  movements: readonly ClaimMovement[]
  rates: readonly Rate[]
  /** How to pay it by transfer; empty where nothing is to be paid. */
  plan: TransferPlan
  preview: LabelledPreview
  today: IsoDate
  phone: string
  isBeingPaid: boolean
}

/** One claim: how much and why, what came and by which way, and how to pay the rest. */
export async function ClaimDetail(props: ClaimDetailProps) {
  const { claim, today } = props
  const t = await getTranslations('overview')
  const common = await getTranslations('common')
  const transferWords = await getTranslations('transfer')
  const remaining = remainingHal(claim)
  const canPay = isPayable(claim, today) && !props.isBeingPaid
  const rates = claim.component === 'principal' ? ratesOfPeriod(props.rates, claim.period) : []
  return (
    <PageBody
      masthead={
        <Masthead
          back={{ href: '/prehled', label: common('backToOverview') }}
          heading={await claimTitle(claim)}
          lead={claim.isForAnother ? claim.payerName : undefined}
        />
      }
    >
      <Card>
        <DefinitionList
          items={[
            {
              term: t('detailRemaining'),
              value: <Amount size="large">{formatKc(remaining)}</Amount>,
              action: <ClaimStatus claim={claim} today={today} isBeingPaid={props.isBeingPaid} />,
              strong: true,
            },
            { term: t('detailAssessed'), value: formatKc(claim.assessedHal) },
            { term: t('detailPaid'), value: formatKc(claim.paidHal) },
            { term: t('detailLastDay'), value: formatDateWithWeekday(claim.lastDay) },
            ...(claim.variableSymbol
              ? [{ term: t('detailVariableSymbol'), value: groupSymbol(claim.variableSymbol) }]
              : []),
          ]}
        />
        {canPay ? (
          <div className="mt-6">
            <ButtonRow>
              <LinkButton href={`/zkontrolovat?predpis=${claim.assessmentId}`} large icon="card">
                {t('pay', { amount: formatKc(remaining) })}
              </LinkButton>
            </ButtonRow>
          </div>
        ) : null}
      </Card>
      {remaining > 0n && claim.regime === 'designated_amount' && !isPayable(claim, today) ? (
        <Notice tone="warning" heading={t('state.returned')}>
          {t('detailReturned')}
        </Notice>
      ) : null}
      <Card heading={t('detailWhyHeading')}>
        <p>{t(whyKey(claim), { period: claim.period, amount: formatKc(claim.assessedHal) })}</p>
        {rates.length > 0 ? (
          <>
            <p className="mt-3 mb-2">{t('detailRate')}</p>
            <DefinitionList
              amounts
              items={rates.map((rate) => ({ term: rate.description, value: formatKc(rate.amountHal) }))}
            />
          </>
        ) : (
          <p className="mt-3">{t('detailDecision')}</p>
        )}
        {claim.dueOn !== claim.lastDay ? (
          <p className="mt-3">
            {t(rates.length > 0 ? 'detailMoved' : 'detailMovedDecision', {
              due: formatDate(claim.dueOn),
              lastDay: formatDateGenitive(claim.lastDay),
            })}
          </p>
        ) : null}
      </Card>
      <Card heading={t('detailHistoryHeading')}>
        <ClaimTimeline movements={props.movements} />
      </Card>
      {canPay ? (
        <>
          <LawNotice preview={props.preview} />
          <CardOnly cardOnly={props.plan.cardOnly} phone={props.phone} />
          {props.plan.transfers.map((transfer) => (
            <TransferSlip
              key={transfer.variableSymbol}
              transfer={transfer}
              heading={transferWords('heading')}
              today={today}
            />
          ))}
        </>
      ) : null}
    </PageBody>
  )
}

function whyKey(claim: ClaimView): 'detailWhy' | 'detailWhyPaid' | 'detailWhyOther' {
  if (!/^\d{4}$/.test(claim.period) || claim.component !== 'principal') return 'detailWhyOther'
  return remainingHal(claim) > 0n ? 'detailWhy' : 'detailWhyPaid'
}
