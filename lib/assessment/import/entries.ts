import { type SQL, sql } from 'drizzle-orm'
import { type Actor, actorReference } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'

/** The next number of the journal; taken beforehand, since lines and entries are written by separate statements. */
export const nextEntryId = sql`nextval(pg_get_serial_sequence('journal_entry', 'id'))`

/** Writes entries from a query that gives `id`, `kind`, `effective_on` and `source_reference`. */
export function insertEntries(actor: Actor, query: SQL): SQL {
  const { actorKind, actorId } = actorReference(actor)
  return sql`
    insert into journal_entry (id, kind, effective_on, source_reference, booked_on, actor_kind, actor_id)
    overriding system value
    select q.id, q.kind, q.effective_on, q.source_reference, ${pragueDate(now())}::date,
           ${actorKind}::text, ${actorId}::text
      from (${query}) q`
}

/**
 * Makes the server plan anew. It keeps the plans of the journal's trigger for the whole session: one made while
 * the balances were empty or for a few lines would take the square of the time for many.
 */
export const planAnew = sql`discard plans`
