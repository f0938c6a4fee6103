import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { auditSeal } from '#db/schema/audit'
import type { Job } from '#lib/actor/actor'
import {
  endOfTime,
  hashOf,
  lastBeforeRestore,
  readCursor,
  readRows,
  type SealCursor,
  type SealEnd,
} from './seal.queries.ts'
import { verifyWithin } from './verify.queries.ts'

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
    if (count === 0) return sealed
  }
}

async function sealBatch(tx: Transaction): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(${sealLock})`)
  const cursor = await readCursor(tx)
  const last = await lastBeforeRestore(tx, cursor)
  // An entry slipped in among the sealed ones looks alike, but then what was sealed does not hold.
  if (last === null || (await verifyWithin(tx)).broken) return sealRows(tx, cursor, 'settled')
  const before = await sealRows(tx, cursor, { ...endOfTime, ceilingEntryId: last })
  return before > 0 ? before : sealRows(tx, await beginAnew(tx, cursor, last), 'settled')
}

async function sealRows(tx: Transaction, cursor: SealCursor, until: SealEnd): Promise<number> {
  const rows = await readRows(tx, cursor, until, batch)
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

/** A link over no entries says behind which one the order begins anew. */
async function beginAnew(tx: Transaction, cursor: SealCursor, last: number): Promise<SealCursor> {
  const begun = { transactionId: '0', entryId: last, floorEntryId: last, hash: cursor.hash }
  await tx.insert(auditSeal).values({
    untilTransactionId: begun.transactionId,
    untilEntryId: last,
    entries: 0,
    hash: cursor.hash,
  })
  return begun
}
