import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'

/** The next number of the journal; taken beforehand, since entries and their lines are written by separate statements. */
export const nextEntryId = sql`nextval(pg_get_serial_sequence('journal_entry', 'id'))`

/**
 * Makes the server plan anew, before each insert of lines. It keeps the plans of the journal's trigger for the whole
 * session, and the trigger runs even for no lines: a plan made over an empty journal takes the square of the time
 * over a full one.
 */
export const planAnew = sql`discard plans`

/**
 * Writes as many entries as a query gives, with all their lines, under the same rules as `postEntry`: the database
 * refuses an entry whose lines do not sum to zero. `entries` gives `id` (of `nextEntryId`), `kind`, `effective_on`,
 * `book_on` (null for today; a closed month gives way), `source_reference` and `fingerprint` (null where none);
 * `lines` gives `entry_id`, `line_number`, `account_id`, `assessment_id`, `side` and `amount_hal`. A fingerprint that
 * is booked already is an error: whoever calls has left those out under a lock.
 */
export async function postFrom(
  tx: Transaction,
  actor: Actor,
  { entries, lines }: { entries: SQL; lines: SQL },
): Promise<void> {
  const { actorKind, actorId } = actorReference(actor)
  await tx.execute(sql`
    insert into journal_entry (id, kind, effective_on, booked_on, source_reference, fingerprint, actor_kind, actor_id)
    overriding system value
    select q.id, q.kind, q.effective_on, open_booking_day(coalesce(q.book_on, ${pragueDate(now())}::date)),
           q.source_reference, q.fingerprint, ${actorKind}::text, ${actorId}::text
      from (${entries}) q`)
  await tx.execute(planAnew)
  await tx.execute(sql`
    insert into journal_line (entry_id, line_number, account_id, assessment_id, side, amount_hal)
    select q.entry_id, q.line_number, q.account_id, q.assessment_id, q.side, q.amount_hal from (${lines}) q`)
}
