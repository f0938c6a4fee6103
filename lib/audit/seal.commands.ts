import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { auditSeal } from '#db/schema/audit'
import type { Job } from '#lib/actor/actor'
import { hashOf, readCursor, readRows, type SealCursor } from './seal.queries.ts'

const batch = 5000

/** Any one number; two sealing jobs at once wait for each other on it. */
const sealLock = 7402612

/**
 * Seals the audit in commit order: entries of transactions that can no longer be joined by an older one, hashed
 * one after another over the previous seal. Returns how many entries were sealed.
 */
export async function sealAudit(_actor: Job): Promise<number> {
  let sealed = 0
  for (;;) {
    const count = await database().transaction(sealBatch)
    sealed += count
    if (count < batch) return sealed
  }
}

async function sealBatch(tx: Transaction): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${sealLock})`)
  const found = await readCursor(tx)
  const before = await readRows(tx, found, 'settled', batch)
  const cursor = before.length === 0 ? await afterRestore(tx, found) : found
  const rows = cursor === found ? before : await readRows(tx, cursor, 'settled', batch)
  const end = rows.at(-1)
  if (!end) return 0
  await tx.insert(auditSeal).values({
    untilTransactionId: end.transactionText,
    untilEntryId: Number(end.id),
    entries: rows.length,
    hash: hashOf(cursor.hash, rows),
  })
  return rows.length
}

/**
 * In a restored database numbers of transactions begin anew, so what is written there would seem sealed long ago. Once
 * everything from before is sealed, a link over no entries says behind which one the order begins anew.
 */
async function afterRestore(tx: Transaction, cursor: SealCursor): Promise<SealCursor> {
  const [row] = await tx.execute<{ is_restored: boolean; floor: string | null }>(sql`
    select ${cursor.transactionId}::text::xid8 >= pg_snapshot_xmax(pg_current_snapshot()) as is_restored,
           (select id from audit_entry where id > ${cursor.floorEntryId}::bigint order by id
             offset greatest(0, (select sum(entries) from audit_seal
                                  where id > coalesce((select max(id) from audit_seal where entries = 0), 0)) - 1)
             limit 1) as floor`)
  if (!row?.is_restored || row.floor === null) return cursor
  const floorEntryId = Number(row.floor)
  const begun = { transactionId: '0', entryId: floorEntryId, floorEntryId, hash: cursor.hash }
  await tx.insert(auditSeal).values({
    untilTransactionId: begun.transactionId,
    untilEntryId: floorEntryId,
    entries: 0,
    hash: cursor.hash,
  })
  return begun
}
