import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { idArray } from '#db/id-list'

/** Locks personal accounts in one order; sums must be read by a later statement. */
export async function lockAccounts(tx: Transaction, accountIds: readonly number[]): Promise<void> {
  await tx.execute(sql`select lock_accounts(${idArray(accountIds)})`)
}
