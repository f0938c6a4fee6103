import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { planAnew } from '#lib/ledger/post.commands'

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
