import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Citizen } from '#lib/actor/actor'
import { payerName } from './name.queries.ts'
import { isSameName, personName } from './same-name.rules.ts'

/**
 * What the office calls the payer the citizen is paired with, where that is not the citizen's own name: an
 * organisation they act for, another person, a name of theirs from before. Null where it is, and where nobody is paired.
 */
export async function readOtherPayerName(actor: Citizen): Promise<string | null> {
  if (!actor.payerId) return null
  const [row] = await database().execute<{ name: string }>(
    sql`select ${payerName} as name from payer p where p.id = ${actor.payerId}`,
  )
  return row && !isSameName(row.name, personName(actor)) ? row.name : null
}
