import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import type { IsoDate } from '#lib/core/dates'
import { readAccounts } from '#lib/ledger/accounts.queries'
import { creditRelayLines } from '#lib/ledger/lay-money.rules'
import { postEntry } from '#lib/ledger/post.commands'

const accountsAtOnce = 500

/**
 * Lays the credit of the accounts the file touched on their open claims, new and old, in the order of the law.
 * Only accounts that have credit are read; they are locked before their sums are.
 */
export async function layCredit(
  tx: Transaction,
  actor: Actor,
  batch: { today: IsoDate; sourceReference: string },
): Promise<void> {
  await tx.execute(sql`
    create temporary table touched_account on commit drop as
    select distinct t.account_id
      from (select account_id from new_claim union all select account_id from changed) t
      join account_balance b on b.account_id = t.account_id where b.credit_hal > 0`)
  await tx.execute(sql`select count(*) from lock_accounts(array(select account_id from touched_account))`)
  for (let after = 0; ; ) {
    const rows = await tx.execute<{ account_id: string }>(sql`
      select account_id from touched_account where account_id > ${after} order by account_id limit ${accountsAtOnce}`)
    const ids = rows.map((row) => Number(row.account_id))
    const last = ids.at(-1)
    if (last === undefined) return
    after = last
    for (const state of (await readAccounts(tx, ids)).values()) {
      const lines = creditRelayLines(state, batch.today)
      if (lines.length === 0) continue
      const entry = { effectiveOn: batch.today, sourceReference: batch.sourceReference }
      await postEntry(tx, actor, { kind: 'allocation', ...entry }, lines)
    }
  }
}
