import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { bookingDay } from '#lib/ledger/post.commands'

/** The next number of the journal; taken beforehand, since lines and entries are written by separate statements. */
export const nextEntryId = sql`nextval(pg_get_serial_sequence('journal_entry', 'id'))`

/** Writes entries from a query that gives `id`, `kind`, `effective_on` and `source_reference`. */
export function insertEntries(actor: Actor, query: SQL): SQL {
  const { actorKind, actorId } = actorReference(actor)
  return sql`
    insert into journal_entry (id, kind, effective_on, source_reference, booked_on, actor_kind, actor_id)
    overriding system value
    select q.id, q.kind, q.effective_on, q.source_reference, ${bookingDay(pragueDate(now()))},
           ${actorKind}::text, ${actorId}::text
      from (${query}) q`
}

/**
 * Makes the server plan anew, before each insert of lines. It keeps the plans of the journal's trigger for the whole
 * session, and the trigger runs even for no lines: a plan made over an empty journal takes the square of the time
 * over a full one.
 */
export const planAnew = sql`discard plans`

/**
 * Joins whole tables rather than looking rows up one by one. The rows this transaction has just added are unknown
 * to the planner, and after an interrupted import it may take a table for empty that is about to be filled.
 */
export async function planForMany(tx: Transaction): Promise<void> {
  await tx.execute(sql`set local enable_nestloop = off`)
  await tx.execute(planAnew)
}

/** Back to looking rows up by an index, for statements about a few of them. */
export async function planForFew(tx: Transaction): Promise<void> {
  await tx.execute(sql`set local enable_nestloop = on`)
  await tx.execute(planAnew)
}
