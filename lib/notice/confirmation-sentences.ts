import { createTranslator } from 'use-intl/core'
import confirmation from '../i18n/cs/confirmation.json' with { type: 'json' }

/** What the confirmation of payment says. */
export const sentence = createTranslator({
  locale: 'cs',
  messages: { confirmation },
  namespace: 'confirmation',
})
