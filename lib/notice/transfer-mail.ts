import { createTranslator } from 'use-intl/core'
import type { IsoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { sentences } from '#lib/i18n/sentences'
import { portalAddress, verificationAddress } from '#lib/notice/addresses'

/** What the e-mail about a matched transfer says: nothing about the fees nor about any person. Haléře. */
export interface TransferMailFacts {
  cityName: string
  cityContacts: readonly string[]
  portalUrl: string
  creditedOn: IsoDate
  amountHal: bigint
  creditHal: bigint
  verificationCode: string
}

const t = createTranslator({ locale: 'cs', messages: sentences, namespace: 'mail' })

/** The plain-text e-mail that a transfer arrived and has been recognised. It carries no payment link. */
export function transferMatchedMail(facts: TransferMailFacts): { subject: string; body: string } {
  const paragraphs = [
    t('greeting'),
    t('transferMatched.received', {
      day: formatDate(facts.creditedOn),
      amount: formatKc(facts.amountHal),
    }),
    ...(facts.creditHal > 0n ? [t('paymentReceived.credit', { amount: formatKc(facts.creditHal) })] : []),
    t('transferMatched.portal', { address: portalAddress(facts.portalUrl) }),
    [t('signature', { city: facts.cityName }), facts.cityContacts.join(' · ')].filter(Boolean).join('\n'),
    t('foot', { address: verificationAddress(facts.portalUrl), code: facts.verificationCode }),
  ]
  return {
    subject: t('paymentReceived.subject', { city: facts.cityName }),
    body: `${paragraphs.join('\n\n')}\n`,
  }
}
