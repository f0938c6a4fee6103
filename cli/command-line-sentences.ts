import { createTranslator } from 'use-intl/core'
import { sentences } from '#lib/i18n/sentences'

/** The sentences of the command line. */
export const commandSentence = createTranslator({
  locale: 'cs',
  messages: sentences,
  namespace: 'command-line',
})
