import { getRequestConfig } from 'next-intl/server'
import { sentences } from './sentences.ts'

/** The language of a request. Czech for now; the locale never stands in the path. */
export default getRequestConfig(async () => ({
  locale: 'cs',
  messages: sentences,
  timeZone: 'Europe/Prague',
}))
