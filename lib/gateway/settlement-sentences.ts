import { createTranslator } from 'use-intl/core'
import { plainSentences } from '#lib/i18n/sentences'

/** What reading of settlements says. With plain spaces: it goes into logs and into the books too. */
export const sentence = createTranslator({ locale: 'cs', messages: plainSentences, namespace: 'settlement' })
