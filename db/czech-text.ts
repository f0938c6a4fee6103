import { type SQL, sql } from 'drizzle-orm'

/**
 * For `order by`: Czech order, in which Č follows C, Ch follows H and Ž is last. A cluster may have been made in any
 * locale, so its own order is never asked for.
 */
export const inCzechOrder = (text: SQL): SQL => sql`(${text}) collate "cs-x-icu"`

/** For comparing: small letters whatever the cluster's locale, composed accents, one space between words. */
export const foldedText = (text: SQL): SQL =>
  sql`lower(regexp_replace(btrim(normalize(${text}, nfc) collate "cs-x-icu"), '\\s+', ' ', 'g'))`
