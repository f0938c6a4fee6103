import { createTranslator } from 'use-intl/core'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { sentences } from '#lib/i18n/sentences'
import { portalAddress } from '#lib/notice/addresses'
import { letter } from '#lib/notice/letter'
import type { PaymentConfirmation } from './facts.ts'

/** What the e-mail needs of a confirmation: nothing about the fees nor about any person. */
export type PaymentReceivedFacts = Pick<
  PaymentConfirmation,
  | 'cityName'
  | 'cityContacts'
  | 'portalUrl'
  | 'reference'
  | 'paidOn'
  | 'dayIsProvisional'
  | 'wayLabel'
  | 'amountHal'
  | 'creditHal'
  | 'verificationCode'
>

const t = createTranslator({ locale: 'cs', messages: sentences, namespace: 'mail' })

/**
 * The plain-text e-mail about a received payment. It carries no payment link, since people are warned of
 * those: it names the portal's address and the code that proves the message is ours.
 */
export function paymentReceivedMail(facts: PaymentReceivedFacts): { subject: string; body: string } {
  const received = t('paymentReceived.received', {
    day: formatDate(facts.paidOn),
    amount: formatKc(facts.amountHal),
    way: facts.wayLabel,
  })
  return {
    subject: t('paymentReceived.subject', { city: facts.cityName }),
    body: letter(facts, [
      facts.dayIsProvisional ? `${received} ${t('paymentReceived.provisionalDay')}` : received,
      ...(facts.creditHal > 0n ? [t('paymentReceived.credit', { amount: formatKc(facts.creditHal) })] : []),
      t('paymentReceived.portal', { address: portalAddress(facts.portalUrl) }),
      t('paymentReceived.reference', { reference: facts.reference }),
    ]),
  }
}
