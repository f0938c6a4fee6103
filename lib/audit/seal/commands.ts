import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import { auditSeal } from '#db/schema/audit'
import type { Job } from '#lib/actor/actor'

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
  const [last] = await tx.execute<{ transaction_id: string; entry_id: string; hash: string }>(sql`
    select until_transaction_id::text as transaction_id, until_entry_id as entry_id, hash
      from audit_seal order by id desc limit 1`)
  const rows = await tx.execute<{ id: string; transaction_text: string; content: string }>(sql`
    select id, transaction_id::text as transaction_text, row_to_json(audit_entry)::text as content from audit_entry
     where (transaction_id, id) > (${last?.transaction_id ?? '0'}::xid8, ${last?.entry_id ?? 0}::bigint)
       and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
     order by transaction_id, id limit ${batch}`)
  const end = rows.at(-1)
  if (!end) return 0
  const hash = rows.reduce(
    (previous, row) => createHash('sha256').update(previous).update(row.content).digest('hex'),
    last?.hash ?? '',
  )
  await tx.insert(auditSeal).values({
    untilTransactionId: end.transaction_text,
    untilEntryId: Number(end.id),
    entries: rows.length,
    hash,
  })
  return rows.length
}
