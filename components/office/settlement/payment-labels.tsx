import { getTranslations } from 'next-intl/server'
import { Card } from '#components/ui/card'
import { DefinitionList } from '#components/ui/definition-list'
import { StatusTag, type StatusTone } from '#components/ui/status-tag'
import type { IsoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { type CashStep, cashStep, type PaymentLabels } from '#lib/settlement/labels.rules'

const tones: Record<CashStep, StatusTone> = {
  nothing: 'neutral',
  recorded: 'unknown',
  reported: 'due',
  cashed: 'ok',
}

/** What the journal, the gateway and the bank say of a payment, each by itself, and what a bank took back. */
export async function PaymentLabelsCard({ labels }: { labels: PaymentLabels }) {
  const t = await getTranslations('settlement')
  const said = (isSo: boolean, on: IsoDate | null) =>
    isSo ? (on ? t('yesOn', { date: formatDate(on) }) : t('yes')) : t('no')
  const step = cashStep(labels)
  return (
    <Card heading={t('labelsHeading')} aside={<StatusTag tone={tones[step]}>{t(`step.${step}`)}</StatusTag>}>
      <DefinitionList
        items={[
          { term: t('label.recorded'), value: said(labels.isRecorded, null) },
          { term: t('label.reported'), value: said(labels.isReported, labels.transferredOn) },
          { term: t('label.cashed'), value: said(labels.isCashed, labels.creditedOn) },
          ...(labels.amountAgrees === null
            ? []
            : [
                {
                  term: t('label.amount'),
                  value: t(labels.amountAgrees ? 'amountAgrees' : 'amountDiffers'),
                },
                {
                  term: t('label.fee'),
                  value: labels.feeHal === null ? t('feeUnknown') : formatKc(labels.feeHal),
                },
              ]),
          ...labels.chargebacks.map((one) => ({
            id: one.chargebackId,
            term: t('chargeback', { amount: formatKc(one.amountHal) }),
            value: t('chargebackOn', { date: formatDate(one.on), reason: one.reason }),
            ...(one.won
              ? { note: t('chargebackWon', { date: formatDate(one.won.on), reason: one.won.reason }) }
              : {}),
          })),
        ]}
      />
    </Card>
  )
}
