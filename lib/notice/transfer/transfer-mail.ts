import { createTranslator } from 'use-intl/core'
import type { IsoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { sentences } from '#lib/i18n/sentences'
import { portalAddress } from '#lib/notice/addresses'
import { letter, type Sender } from '#lib/notice/letter'

/** What the e-mail about a matched transfer says: nothing about the fees nor about any person. Haléře. */
export interface TransferMailFacts extends Sender {
  creditedOn: IsoDate
  amountHal: bigint
  creditHal: bigint
  verificationCode: string
}

const t = createTranslator({ locale: 'cs', messages: sentences, namespace: 'mail' })

/** The plain-text e-mail that a transfer arrived and has been recognised. It carries no payment link. */
export function transferMatchedMail(facts: TransferMailFacts): { subject: string; body: string } {
  return {
    subject: t('paymentReceived.subject', { city: facts.cityName }),
    body: letter(facts, [
      t('transferMatched.received', {
        day: formatDate(facts.creditedOn),
        amount: formatKc(facts.amountHal),
      }),
      ...(facts.creditHal > 0n ? [t('paymentReceived.credit', { amount: formatKc(facts.creditHal) })] : []),
      t('transferMatched.portal', { address: portalAddress(facts.portalUrl) }),
    ]),
  }
}
