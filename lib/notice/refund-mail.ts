import { createTranslator } from 'use-intl/core'
import type { IsoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { sentences } from '#lib/i18n/sentences'
import { portalAddress, verificationAddress } from '#lib/notice/addresses'

/** What the e-mail about a refund says: nothing about the fee, no account and no card. Haléře. */
export interface RefundMailFacts {
  cityName: string
  cityContacts: readonly string[]
  portalUrl: string
  way: 'gateway' | 'bank_account'
  sentOn: IsoDate
  amountHal: bigint
  verificationCode: string
}

const t = createTranslator({ locale: 'cs', messages: sentences, namespace: 'mail' })

/** The plain-text e-mail that money went back to its payer. */
export function refundDoneMail(facts: RefundMailFacts): { subject: string; body: string } {
  const paragraphs = [
    t('greeting'),
    t(`refundDone.sent.${facts.way}`, { day: formatDate(facts.sentOn), amount: formatKc(facts.amountHal) }),
    t('refundDone.portal', { address: portalAddress(facts.portalUrl) }),
    [t('signature', { city: facts.cityName }), facts.cityContacts.join(' · ')].filter(Boolean).join('\n'),
    t('foot', { address: verificationAddress(facts.portalUrl), code: facts.verificationCode }),
  ]
  return { subject: t('refundDone.subject', { city: facts.cityName }), body: `${paragraphs.join('\n\n')}\n` }
}
