import { createTranslator } from 'use-intl/core'
import { plainSentences } from '#lib/i18n/sentences'

/** What matching says at the terminal. With plain spaces, like the report of the statements it stands under. */
export const sentence = createTranslator({ locale: 'cs', messages: plainSentences, namespace: 'matching' })
