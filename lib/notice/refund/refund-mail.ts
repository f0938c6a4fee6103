import { createTranslator } from 'use-intl/core'
import type { IsoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { sentences } from '#lib/i18n/sentences'
import { portalAddress } from '#lib/notice/addresses'
import { letter, type Sender } from '#lib/notice/letter'

/** What the e-mail about a refund says: nothing about the fee, no account and no card. Haléře. */
export interface RefundMailFacts extends Sender {
  way: 'gateway' | 'bank_account'
  sentOn: IsoDate
  amountHal: bigint
  verificationCode: string
}

const t = createTranslator({ locale: 'cs', messages: sentences, namespace: 'mail' })

/** The plain-text e-mail that money went back to its payer. */
export function refundDoneMail(facts: RefundMailFacts): { subject: string; body: string } {
  const { way, sentOn, amountHal, portalUrl, cityName } = facts
  return {
    subject: t('refundDone.subject', { city: cityName }),
    body: letter(facts, [
      t(`refundDone.sent.${way}`, { day: formatDate(sentOn), amount: formatKc(amountHal) }),
      t('refundDone.portal', { address: portalAddress(portalUrl) }),
    ]),
  }
}
