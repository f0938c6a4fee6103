import { createTranslator } from 'use-intl/core'
import { sentences } from '#lib/i18n/sentences'

/** What the office reads about refunds. */
export const refundSentence = createTranslator({ locale: 'cs', messages: sentences, namespace: 'refund' })
