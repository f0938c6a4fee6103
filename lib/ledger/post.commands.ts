import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { journalEntry } from '#db/schema/ledger'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { now } from '#lib/core/clock'
import { type IsoDate, pragueDate } from '#lib/core/dates'

export type EntryKind = (typeof journalEntry.$inferInsert)['kind']

/** How money came: through a gateway, or otherwise. */
export type OnlineWay = 'card' | 'bank_button'

export type Way = OnlineWay | 'transfer' | 'post' | 'cash'

/** One leg of an entry; debit positive, credit negative, in haléře. */
export interface Line {
  accountId: number
  amountHal: bigint
  /**
   * Given on personal accounts only: what is assessed on the debit side, what is paid on the other (§ 149 of the tax
   * code).
   */
  side?: 'debit' | 'credit'
  assessmentId?: string
}

export interface Entry {
  kind: EntryKind
  effectiveOn: IsoDate
  dayIsProvisional?: boolean
  /** The accounting day, today unless told: what a bank tells is booked on the bank's day. A closed month gives way. */
  bookOn?: IsoDate
  sourceReference: string
  /** Mark of the outside event; a second entry with the same mark is not written. */
  fingerprint?: string
  way?: Way
  /** The entry this one takes back; the database lets it be taken back once. */
  reversesEntryId?: number
}

/** The accounting day of what belongs to this day, as SQL: that day, or the first one of an open month. */
const bookingDay = (wanted: IsoDate): SQL => sql`open_booking_day(${wanted}::date)`

/**
 * Writes one entry with all its lines in one statement. Claims the fingerprint first: returns null, and writes nothing, when
 * that event is already booked. The database refuses lines that do not sum to zero.
 */
export async function postEntry(
  tx: Transaction,
  actor: Actor,
  entry: Entry,
  lines: readonly Line[],
): Promise<number | null> {
  const { actorKind, actorId } = actorReference(actor)
  const values = lines
    .filter((line) => line.amountHal !== 0n)
    .map(
      (line, index) =>
        sql`(${index + 1}::smallint, ${line.accountId}::bigint, ${line.assessmentId ?? null}::uuid,
             ${line.side ?? null}::text, ${line.amountHal}::bigint)`,
    )
  const [claimed] = await tx.execute<{ id: string }>(sql`
    with entry as (
      insert into journal_entry (kind, effective_on, day_is_provisional, booked_on, actor_kind, actor_id,
                                 source_reference, fingerprint, way, reverses_entry_id)
      values (${entry.kind}, ${entry.effectiveOn}, ${entry.dayIsProvisional ?? false}, ${bookingDay(entry.bookOn ?? pragueDate(now()))},
              ${actorKind}, ${actorId}, ${entry.sourceReference}, ${entry.fingerprint ?? null}, ${entry.way ?? null},
              ${entry.reversesEntryId ?? null}::bigint)
      on conflict (fingerprint) do nothing
      returning id
    ), line as (
      insert into journal_line (entry_id, line_number, account_id, assessment_id, side, amount_hal)
      select entry.id, l.number, l.account_id, l.assessment_id, l.side, l.amount_hal
        from entry, (values ${sql.join(values, sql`, `)}) as l (number, account_id, assessment_id, side, amount_hal)
    )
    select id from entry`)
  return claimed ? Number(claimed.id) : null
}

/** An entry whose outside event has a mark, with all its lines. */
export interface Booking {
  entry: Entry & { fingerprint: string }
  lines: readonly Line[]
}

/**
 * Writes many entries in one statement, each with all its lines and under the same rules as `postEntry`. Returns the
 * new entries' numbers by their fingerprints; what was booked already is not among them.
 */
export async function postEntries(
  tx: Transaction,
  actor: Actor,
  bookings: readonly Booking[],
): Promise<Map<string, number>> {
  const { actorKind, actorId } = actorReference(actor)
  const entries = bookings.map(({ entry }) => ({
    kind: entry.kind,
    effective_on: entry.effectiveOn,
    book_on: entry.bookOn ?? pragueDate(now()),
    day_is_provisional: entry.dayIsProvisional ?? false,
    source_reference: entry.sourceReference,
    fingerprint: entry.fingerprint,
    way: entry.way ?? null,
    reverses_entry_id: entry.reversesEntryId ?? null,
  }))
  const lines = bookings.flatMap(({ entry, lines: own }) =>
    own
      .filter((line) => line.amountHal !== 0n)
      .map((line, index) => ({
        fingerprint: entry.fingerprint,
        number: index + 1,
        account_id: line.accountId,
        assessment_id: line.assessmentId ?? null,
        side: line.side ?? null,
        amount_hal: String(line.amountHal),
      })),
  )
  const written = await tx.execute<{ id: string; fingerprint: string }>(sql`
    with entry as (
      insert into journal_entry (kind, effective_on, day_is_provisional, booked_on, actor_kind, actor_id,
                                 source_reference, fingerprint, way, reverses_entry_id)
      select kind, effective_on, day_is_provisional, open_booking_day(book_on), ${actorKind}, ${actorId},
             source_reference, fingerprint, way, reverses_entry_id
        from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as g (kind text, effective_on date,
             book_on date, day_is_provisional boolean, source_reference text, fingerprint text, way text, reverses_entry_id bigint)
      on conflict (fingerprint) do nothing
      returning id, fingerprint
    ), line as (
      insert into journal_line (entry_id, line_number, account_id, assessment_id, side, amount_hal)
      select entry.id, l.number, l.account_id, l.assessment_id, l.side, l.amount_hal
        from entry
        join jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as l (fingerprint text, number smallint,
             account_id bigint, assessment_id uuid, side text, amount_hal bigint) on l.fingerprint = entry.fingerprint
    )
    select id, fingerprint from entry`)
  return new Map(written.map((row) => [row.fingerprint, Number(row.id)]))
}

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
