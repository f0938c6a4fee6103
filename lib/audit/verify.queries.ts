import { sql } from 'drizzle-orm'
import { database, type Reader } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { hashOf, lastBeforeRestore, noSeal, readRows } from './seal.queries.ts'

/** What the seals say of the audit. */
export interface AuditVerification {
  seals: number
  sealed: number
  /** Entries not sealed yet; those of the last minutes are usual. */
  unsealed: number
  /** The first link whose entries are not what was sealed, with when; null where all hold. */
  broken: { sealId: number; sealedAt: string } | null
  /** Behind which entries the database was restored, with when the seal noticed; null where it has not yet. */
  restored: { behindEntryId: number; noticedAt: string | null }[]
}

interface Link extends Record<string, unknown> {
  id: string
  transaction_id: string
  entry_id: string
  entries: string
  hash: string
  at: string
}

/** Computes every link of the seal anew from the entries; stops at the first that does not hold. */
export async function verifyAudit(_actor: Job): Promise<AuditVerification> {
  return database().transaction(verifyWithin, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

/** The same within a transaction. */
export async function verifyWithin(tx: Reader): Promise<AuditVerification> {
  const links = await tx.execute<Link>(sql`
    select id, until_transaction_id::text as transaction_id, until_entry_id as entry_id, entries, hash,
           sealed_at::text as at from audit_seal order by id`)
  const restored = links
    .filter((link) => link.entries === '0')
    .map((link) => ({ behindEntryId: Number(link.entry_id), noticedAt: link.at as string | null }))
  const pending = await lastBeforeRestore(tx, cursorAt(links))
  if (pending !== null) restored.push({ behindEntryId: pending, noticedAt: null })
  let cursor = noSeal
  let sealed = 0
  for (const [index, link] of links.entries()) {
    const entries = Number(link.entries)
    // What was written after a restore has higher numbers than everything before it.
    const begun = links.slice(index).find((later) => later.entries === '0')
    const ceilingEntryId = begun ? Number(begun.entry_id) : pending
    const end = { transactionId: link.transaction_id, entryId: Number(link.entry_id), ceilingEntryId }
    const rows = entries === 0 ? [] : await readRows(tx, cursor, end, entries + 1)
    if (rows.length !== entries || hashOf(cursor.hash, rows) !== link.hash) {
      const broken = { sealId: Number(link.id), sealedAt: link.at }
      return { seals: index, sealed, unsealed: 0, broken, restored }
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
  return { seals: links.length, sealed, unsealed: Number(row?.count ?? 0) - sealed, broken: null, restored }
}

function cursorAt(links: readonly Link[]) {
  const last = links.at(-1)
  if (!last) return noSeal
  const begun = links.findLast((link) => link.entries === '0')
  return {
    transactionId: last.transaction_id,
    entryId: Number(last.entry_id),
    floorEntryId: Number(begun?.entry_id ?? 0),
    hash: last.hash,
  }
}
