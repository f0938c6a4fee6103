import type { Sentences } from './sentences.ts'

declare module 'next-intl' {
  interface AppConfig {
    Locale: 'cs'
    Messages: Sentences
  }
}
