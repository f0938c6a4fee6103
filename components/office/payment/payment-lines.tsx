import { getTranslations } from 'next-intl/server'
import type { PaymentLine, PaymentTableWords } from '#components/office/payment/payment-table'
import { formatKc } from '#lib/core/money'
import { formatDateTime } from '#lib/i18n/format'
import type { PaymentRow } from '#lib/payment/history/list-rows.queries'

/** Rows of payments in the office's words. */
export async function paymentLines(rows: readonly PaymentRow[]): Promise<PaymentLine[]> {
  const t = await getTranslations('office')
  return rows.map((row) => ({
    attemptId: row.attemptId,
    time: formatDateTime(row.createdAt),
    reference: row.reference,
    gatewayPaymentId: row.gatewayPaymentId ?? '–',
    payers: row.payers?.map((payer) => payer.name).join(', ') ?? t('payersHidden'),
    remitter: row.remitter ? t('remittedBy', { name: row.remitter.name }) : null,
    amount: formatKc(row.amountHal),
    way: row.way ? t(`way.${row.way}`) : '–',
    state: row.state,
    stateWord: t(`state.${row.state}`),
  }))
}

export async function paymentTableWords(): Promise<PaymentTableWords> {
  const t = await getTranslations('office')
  return {
    caption: t('listCaption'),
    column: {
      time: t('column.time'),
      reference: t('column.reference'),
      gatewayPaymentId: t('column.gatewayPaymentId'),
      payers: t('column.payers'),
      amount: t('column.amount'),
      way: t('column.way'),
      state: t('column.state'),
    },
  }
}
