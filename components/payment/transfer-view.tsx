import { getTranslations } from 'next-intl/server'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { CardOnly } from '#components/payment/card-only'
import { type LabelledPreview, LawNotice } from '#components/payment/law-notice'
import { TransferSlip } from '#components/payment/transfer-slip'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Notice } from '#components/ui/notice'
import { remainingHal } from '#lib/assessment/rules'
import type { IsoDate } from '#lib/core/dates'
import { formatKc, sumHal } from '#lib/core/money'
import type { ChosenTransfers } from '#lib/payment/transfer.queries'

interface TransferViewProps {
  chosen: ChosenTransfers
  preview: LabelledPreview
  today: IsoDate
  phone: string
}

/** How to pay the chosen claims by transfer: one slip a transfer; the card first where a transfer may come late. */
export async function TransferView({ chosen, preview, today, phone }: TransferViewProps) {
  const t = await getTranslations('transfer')
  const common = await getTranslations('common')
  const { transfers, cardOnly } = chosen.plan
  const back = { href: '/prehled', label: common('backToOverview') }
  const several = transfers.length > 1
  const isShort = transfers.some((transfer) => transfer.timing.kind === 'short')
  const cardWay = (look: 'primary' | 'secondary') => {
    const claims = transfers.flatMap((transfer) => transfer.claims)
    return (
      <ButtonRow>
        <LinkButton
          href={`/zkontrolovat?${claims.map((claim) => `predpis=${claim.assessmentId}`).join('&')}`}
          look={look}
          icon="card"
        >
          {t('payByCard', { amount: formatKc(sumHal(claims.map(remainingHal))) })}
        </LinkButton>
      </ButtonRow>
    )
  }
  return (
    <PageBody
      width="wide"
      masthead={
        <Masthead
          width="wide"
          back={back}
          heading={t('title')}
          lead={
            several ? t('leadSeveral', { count: transfers.length }) : transfers[0] ? t('lead') : undefined
          }
        />
      }
    >
      {chosen.isBeingPaid ? <Notice tone="warning" heading={t('beingPaid')} /> : null}
      {chosen.claims.length === 0 && !chosen.isBeingPaid ? (
        <Notice tone="info" heading={t('nothing')}>
          <ButtonRow>
            <LinkButton href={back.href} look="secondary">
              {back.label}
            </LinkButton>
          </ButtonRow>
        </Notice>
      ) : null}
      {isShort ? (
        <Notice tone="warning" heading={t('cardFirstHeading')}>
          <p>{t('cardFirst')}</p>
          {cardWay('primary')}
        </Notice>
      ) : null}
      <LawNotice preview={preview} />
      <CardOnly cardOnly={cardOnly} phone={phone} withButton />
      {transfers.map((transfer, index) => (
        <TransferSlip
          key={transfer.spayd ?? transfer.claims[0]?.assessmentId}
          transfer={transfer}
          heading={
            several
              ? t('slipHeading', { number: index + 1, amount: formatKc(transfer.amountHal) })
              : t('singleSlipHeading', { amount: formatKc(transfer.amountHal) })
          }
          withClaims
          withAdvice={!several}
          today={today}
        />
      ))}
      {several ? <p data-print="no">{t('qrSamePhone')}</p> : null}
      {transfers.length > 0 ? <p>{t('afterwards')}</p> : null}
      {transfers.length > 0 && !isShort ? (
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3" data-print="no">
          <p>{t('otherWay')}</p>
          {cardWay('secondary')}
        </div>
      ) : null}
    </PageBody>
  )
}
