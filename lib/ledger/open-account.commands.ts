import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
import type { Transaction } from '#db/client'
import { account } from '#db/schema/account'

type AccountKey = Partial<
  Pick<typeof account.$inferSelect, 'payerId' | 'feeKindCode' | 'gateway' | 'bankAccount'>
> & {
  kind: (typeof account.$inferSelect)['kind']
}

/**
 * The account of this shape, opened when it does not exist yet. A payer has a personal one for each fee kind (§ 149 of
 * the tax code).
 */
export async function findOrOpenAccount(tx: Transaction, key: AccountKey): Promise<number> {
  const same = and(
    eq(account.kind, key.kind),
    isSame(account.payerId, key.payerId),
    isSame(account.feeKindCode, key.feeKindCode),
    isSame(account.gateway, key.gateway),
    isSame(account.bankAccount, key.bankAccount),
  )
  const [known] = await tx.select({ id: account.id }).from(account).where(same)
  if (known) return known.id
  const [opened] = await tx.insert(account).values(key).onConflictDoNothing().returning({ id: account.id })
  if (opened) return opened.id
  const [other] = await tx.select({ id: account.id }).from(account).where(same)
  if (!other) throw new Error(`The account ${key.kind} could not be opened.`)
  return other.id
}

/** Said so that the index serves, which it does not for `is not distinct from`. */
function isSame(column: PgColumn, value: string | null | undefined): SQL {
  return value === null || value === undefined ? isNull(column) : eq(column, value)
}

/** Opens the accounts a query asks for by `kind`, `payer_id` and `fee_kind_code`, in its order; those that are open stay. */
export async function openAccountsFrom(tx: Transaction, wanted: SQL): Promise<void> {
  await tx.execute(sql`
    insert into account (kind, payer_id, fee_kind_code)
    select q.kind, q.payer_id, q.fee_kind_code from (${wanted}) q on conflict do nothing`)
}
