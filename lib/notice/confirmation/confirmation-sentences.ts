import { createTranslator } from 'use-intl/core'
import { sentences } from '#lib/i18n/sentences'

/** What the confirmation of payment says. */
export const sentence = createTranslator({
  locale: 'cs',
  messages: sentences,
  namespace: 'confirmation',
})
