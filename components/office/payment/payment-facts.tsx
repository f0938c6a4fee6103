import { getTranslations } from 'next-intl/server'
import { Amount } from '#components/ui/amount'
import { DefinitionList } from '#components/ui/definition-list'
import { isoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDate, formatDateTime } from '#lib/i18n/format'
import { sentences } from '#lib/i18n/sentences'
import type { PaymentHistory } from '#lib/payment/history/payment.queries'

type Disagreement = keyof typeof sentences.office.disagreement

const isDisagreement = (text: string): text is Disagreement =>
  Object.hasOwn(sentences.office.disagreement, text)

/** The facts of an attempt and of its order, those that are known. */
export async function PaymentFacts({ history }: { history: PaymentHistory }) {
  const t = await getTranslations('office')
  const { attempt, order, remitter, journal } = history
  const isCorrected = journal.some((entry) => entry.kind === 'day_correction')
  const isProvisional =
    !isCorrected && journal.some((entry) => entry.kind === 'payment' && entry.dayIsProvisional)
  const problem = attempt.problem
    ?.split(/,\s*/)
    .map((part) => (isDisagreement(part) ? t(`disagreement.${part}`) : part))
    .join(', ')
  return (
    <DefinitionList
      items={[
        { term: t('column.amount'), value: <Amount>{formatKc(attempt.amountHal)}</Amount> },
        ...(problem ? [{ term: t('problem'), value: problem }] : []),
        {
          term: t('method'),
          value: t(`way.${attempt.way ?? 'none'}`),
          ...(attempt.method ? { note: t('methodNote', { method: await methodWords(attempt.method) }) } : {}),
        },
        ...(attempt.paidOn
          ? [
              {
                term: t('paidOn'),
                value: formatDate(isoDate(attempt.paidOn)),
                ...(isProvisional ? { note: t('paidOnProvisional') } : {}),
              },
            ]
          : []),
        ...(remitter ? [{ term: t('remitter'), value: remitter.name || '–' }] : []),
        ...(remitter?.receiptEmail ? [{ term: t('receiptEmail'), value: remitter.receiptEmail }] : []),
        { term: t('gateway'), value: history.companyName },
        {
          term: t('column.gatewayPaymentId'),
          value: <span className="break-all font-mono">{attempt.gatewayPaymentId ?? '–'}</span>,
        },
        { term: t('isTest'), value: t(attempt.isTest ? 'isTestYes' : 'isTestNo') },
        { term: t('started'), value: formatDateTime(attempt.createdAt) },
        { term: t('expires'), value: formatDateTime(attempt.expiresAt) },
        ...(attempt.firstEvidenceAt
          ? [{ term: t('firstEvidence'), value: formatDateTime(attempt.firstEvidenceAt) }]
          : []),
        ...(attempt.nextCheckAt
          ? [{ term: t('nextCheck'), value: formatDateTime(attempt.nextCheckAt) }]
          : []),
        { term: t('orderStatus'), value: t(`orderState.${order.status}`) },
      ]}
    />
  )
}

/** The gateways' codes of ways to pay, by how they begin; each gateway has its own. */
const methodNames = [
  [/^(card|crd|mcm|mps|payment_card)/, 'card'],
  [/^(bank|btn)/, 'bank'],
] as const

/** Marks that are called the same in every language. */
const wallets = [
  [/^(applepay|apay|apple_pay)/, 'Apple Pay'],
  [/^(googlepay|gpay)/, 'Google Pay'],
  [/^(ctp|click_to_pay)/, 'Click to Pay'],
] as const

async function methodWords(method: string): Promise<string> {
  const t = await getTranslations('office')
  const code = method.toLowerCase()
  const wallet = wallets.find(([beginning]) => beginning.test(code))
  if (wallet) return wallet[1]
  const known = methodNames.find(([beginning]) => beginning.test(code))
  return known ? t(`methodName.${known[1]}`) : t('methodCode', { code: method })
}
