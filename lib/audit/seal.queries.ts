import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import type { Job } from '#lib/actor/actor'

type Reader = Transaction | Database

/** How far the audit is sealed: the last link, and the entry behind which the numbers of transactions began anew. */
export interface SealCursor {
  transactionId: string
  entryId: number
  /** 0 in a database that was never restored. */
  floorEntryId: number
  hash: string
}

const noSeal: SealCursor = { transactionId: '0', entryId: 0, floorEntryId: 0, hash: '' }

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

/** Entries after the cursor in commit order, up to a link's end, and below where the order began anew, where told. */
export async function readRows(
  from: Reader,
  cursor: SealCursor,
  until: { transactionId: string; entryId: number; ceilingEntryId: number | null } | 'settled',
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

/** The hash of a link: its entries one after another over the link before. */
export const hashOf = (previous: string, rows: readonly SealedRow[]): string =>
  rows.reduce((hash, row) => createHash('sha256').update(hash).update(row.content).digest('hex'), previous)

/** What the seals say of the audit. */
export interface AuditVerification {
  seals: number
  sealed: number
  /** Entries not sealed yet; those of the last minutes are usual. */
  unsealed: number
  /** The first link whose entries are not what was sealed, with when; null where all hold. */
  broken: { sealId: number; sealedAt: string } | null
}

/** Computes every link of the seal anew from the entries; stops at the first that does not hold. */
export async function verifyAudit(_actor: Job): Promise<AuditVerification> {
  return database().transaction(
    async (tx) => {
      const links = await tx.execute<{
        id: string
        transaction_id: string
        entry_id: string
        entries: string
        hash: string
        at: string
      }>(sql`
        select id, until_transaction_id::text as transaction_id, until_entry_id as entry_id, entries, hash,
               sealed_at::text as at from audit_seal order by id`)
      let cursor = noSeal
      let sealed = 0
      for (const [index, link] of links.entries()) {
        const entries = Number(link.entries)
        // What was written after a restore has higher numbers than everything before it.
        const begun = links.slice(index).find((later) => later.entries === '0')
        const ceilingEntryId = begun ? Number(begun.entry_id) : null
        const end = { transactionId: link.transaction_id, entryId: Number(link.entry_id), ceilingEntryId }
        const rows = entries === 0 ? [] : await readRows(tx, cursor, end, entries + 1)
        if (rows.length !== entries || hashOf(cursor.hash, rows) !== link.hash) {
          return { seals: index, sealed, unsealed: 0, broken: { sealId: Number(link.id), sealedAt: link.at } }
        }
        sealed += entries
        cursor = {
          transactionId: end.transactionId,
          entryId: end.entryId,
          floorEntryId: entries === 0 ? end.entryId : cursor.floorEntryId,
          hash: link.hash,
        }
      }
      const [row] = await tx.execute<{ count: string }>(sql`select count(*) as count from audit_entry`)
      return { seals: links.length, sealed, unsealed: Number(row?.count ?? 0) - sealed, broken: null }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}
