import { createTranslator } from 'use-intl/core'
import { sentences } from '#lib/i18n/sentences'

/** What is said of money that was taken back, and of receivables, at the terminal and in reasons that are kept. */
export const sentence = createTranslator({ locale: 'cs', messages: sentences, namespace: 'recovery' })
