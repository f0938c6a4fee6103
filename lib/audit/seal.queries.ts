import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Reader } from '#db/client'

/** How far the audit is sealed: the last link, and the entry behind which the numbers of transactions began anew. */
export interface SealCursor {
  transactionId: string
  entryId: number
  /** 0 in a database that was never restored. */
  floorEntryId: number
  hash: string
}

/** Before the first link. */
export const noSeal: SealCursor = { transactionId: '0', entryId: 0, floorEntryId: 0, hash: '' }

/** The end of the seal; a link over no entries says that the database was restored there. */
export async function readCursor(from: Reader): Promise<SealCursor> {
  const [last] = await from.execute<{
    transaction_id: string
    entry_id: string
    floor: string | null
    hash: string
  }>(sql`
    select until_transaction_id::text as transaction_id, until_entry_id as entry_id, hash,
           (select until_entry_id from audit_seal where entries = 0 order by id desc limit 1) as floor
      from audit_seal order by id desc limit 1`)
  return last
    ? {
        transactionId: last.transaction_id,
        entryId: Number(last.entry_id),
        floorEntryId: Number(last.floor ?? 0),
        hash: last.hash,
      }
    : noSeal
}

/** An entry as it is sealed. */
export interface SealedRow {
  id: string
  transactionText: string
  content: string
}

/** Where reading ends: at a link's end (and below where the order began anew), or at what no older transaction can join. */
export type SealEnd = { transactionId: string; entryId: number; ceilingEntryId: number | null } | 'settled'

/** Entries after the cursor in commit order, up to a link's end, and below where the order began anew, where told. */
export async function readRows(
  from: Reader,
  cursor: SealCursor,
  until: SealEnd,
  limit: number,
): Promise<SealedRow[]> {
  const end =
    until === 'settled'
      ? // A transaction of the future is one from before a restore, and long over.
        sql`(transaction_id < pg_snapshot_xmin(pg_current_snapshot())
             or transaction_id >= pg_snapshot_xmax(pg_current_snapshot()))`
      : sql`(transaction_id, id) <= (${until.transactionId}::text::xid8, ${until.entryId}::bigint)
             and (${until.ceilingEntryId}::bigint is null or id <= ${until.ceilingEntryId}::bigint)`
  const rows = await from.execute<{ id: string; transaction_text: string; content: string }>(sql`
    select id, transaction_id::text as transaction_text, row_to_json(audit_entry)::text as content from audit_entry
     where id > ${cursor.floorEntryId}::bigint
       and (transaction_id, id) > (${cursor.transactionId}::text::xid8, ${cursor.entryId}::bigint) and ${end}
     order by transaction_id, id limit ${limit}`)
  return rows.map((row) => ({ id: row.id, transactionText: row.transaction_text, content: row.content }))
}

/** Behind everything: no entry of a database, restored or not, stands later. */
export const endOfTime = { transactionId: '9223372036854775807', entryId: Number.MAX_SAFE_INTEGER }

/**
 * The last entry from before a restore, where the database was restored and the seal has not begun anew yet; else null.
 * In a restored database numbers of transactions begin anew, so what is written there seems sealed long ago. That shows
 * whether or not the counter has passed the old numbers since: behind the seal's end in number, before it in commit order.
 */
export async function lastBeforeRestore(from: Reader, cursor: SealCursor): Promise<number | null> {
  const isCovered = sql`(transaction_id, id) <= (${cursor.transactionId}::text::xid8, ${cursor.entryId}::bigint)`
  const [row] = await from.execute<{ last: string | null }>(sql`
    with era as (
      select coalesce(sum(entries), 0)::bigint as sealed from audit_seal
       where id > coalesce((select max(id) from audit_seal where entries = 0), 0))
    select case
      when era.sealed = 0
        -- Numbers of transactions and of entries may cross by a few, so those alone prove nothing.
        or not exists (select 1 from audit_entry where id > ${cursor.entryId}::bigint and ${isCovered})
        or (select count(*) from audit_entry where id > ${cursor.floorEntryId}::bigint and ${isCovered}) <= era.sealed
      then null
      else (select id from audit_entry where id > ${cursor.floorEntryId}::bigint and ${isCovered}
             order by id offset greatest(era.sealed - 1, 0) limit 1) end as last
      from era`)
  return row?.last == null ? null : Number(row.last)
}

/** The hash of a link: its entries one after another over the link before. */
export const hashOf = (previous: string, rows: readonly SealedRow[]): string =>
  rows.reduce((hash, row) => createHash('sha256').update(hash).update(row.content).digest('hex'), previous)
