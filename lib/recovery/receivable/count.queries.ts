import { type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#db/client'
import type { IsoDate } from '#lib/core/dates'
import { remains } from './find.queries.ts'

/** How many there are and their sum, in haléře. */
interface Counted {
  count: number
  amountHal: bigint
}

/** SQL over bank entry `b`: money the bank took, saying that it takes something back, and nobody knows what. */
export const isUnknownReversal: SQL = sql`(b.kind = 'reversal' and b.amount_hal < 0 and b.reverses_bank_entry_id is null
  and not exists (select 1 from bank_entry x where x.reverses_bank_entry_id = b.id)
  and not exists (select 1 from receivable k where k.bank_entry_id = b.id))`

/** The receivables booked until this day whose debtor nobody has decided. */
export async function countUndecided(tx: Reader, until: IsoDate): Promise<Counted> {
  const [row] = await tx.execute<{ count: number; amount_hal: string }>(sql`
    select count(*)::int as count, coalesce(sum(q.remains_hal), 0) as amount_hal
      from (select ${remains} as remains_hal from receivable r join journal_entry e on e.id = r.entry_id
             where e.booked_on <= ${until}
               and not exists (select 1 from receivable_decision d where d.receivable_id = r.id)) q
     where q.remains_hal > 0`)
  return { count: row?.count ?? 0, amountHal: BigInt(row?.amount_hal ?? 0) }
}

/** The bank's reversals until this day whose original nobody knows. */
export async function countUnknownReversals(tx: Reader, until: IsoDate): Promise<Counted> {
  const [row] = await tx.execute<{ count: number; amount_hal: string }>(sql`
    select count(*)::int as count, coalesce(-sum(b.amount_hal), 0) as amount_hal
      from bank_entry b where b.booked_on <= ${until} and ${isUnknownReversal}`)
  return { count: row?.count ?? 0, amountHal: BigInt(row?.amount_hal ?? 0) }
}
