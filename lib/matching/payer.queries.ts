import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { mayMatch } from './access.ts'

/** The payer with this number in the agenda system, for an officer who lays money on payers; null for none. */
export async function findPayerByNumber(actor: Officer, externalId: string): Promise<string | null> {
  if (!mayMatch(actor)) return null
  const [row] = await database().execute<{ id: string }>(
    sql`select id from payer where external_id = ${externalId}`,
  )
  return row?.id ?? null
}
