import { createTranslator } from 'use-intl/core'
import { plainSentences } from '#lib/i18n/sentences'

/** What the reading of statements says. With plain spaces, since `--json` of the command line says it too. */
export const sentence = createTranslator({ locale: 'cs', messages: plainSentences, namespace: 'reading' })
