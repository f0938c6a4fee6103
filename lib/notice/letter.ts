import { createTranslator } from 'use-intl/core'
import { sentences } from '#lib/i18n/sentences'
import { verificationAddress } from './addresses.ts'

/** Who writes, as every e-mail says it. */
export interface Sender {
  cityName: string
  cityContacts: readonly string[]
  portalUrl: string
}

const t = createTranslator({ locale: 'cs', messages: sentences, namespace: 'mail' })

/**
 * The text of an e-mail around its own paragraphs: a greeting before them, the city and the code that proves the message
 * is ours behind them. No e-mail carries a payment link, since people are warned of those.
 */
export function letter(from: Sender & { verificationCode: string }, paragraphs: readonly string[]): string {
  const whole = [
    t('greeting'),
    ...paragraphs,
    [t('signature', { city: from.cityName }), from.cityContacts.join(' · ')].filter(Boolean).join('\n'),
    t('foot', { address: verificationAddress(from.portalUrl), code: from.verificationCode }),
  ]
  return `${whole.join('\n\n')}\n`
}
