import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'

/** SQL over receivable `r`: what remains of it, in haléře. */
export const remains = sql`(r.amount_hal
  - coalesce((select sum(m.amount_hal) from receivable_move m where m.receivable_id = r.id), 0))`

/** A receivable under its lock, with the decision that counts. Amounts in haléře. */
export interface FoundReceivable {
  receivableId: number
  ledgerAccountId: number
  /** The personal account the money moved on from; null where nobody knows. */
  accountId: number | null
  payerId: string | null
  refundId: string | null
  remainsHal: bigint
  turns: number
  debtorPayerId: string | null
}

/** The receivable of this number, locked till the end of the transaction, or null. */
export async function lockReceivable(tx: Transaction, receivableId: number): Promise<FoundReceivable | null> {
  await tx.execute(sql`select lock_receivables(array[${receivableId}::bigint])`)
  const [row] = await tx.execute<{
    ledger_account_id: string
    account_id: string | null
    payer_id: string | null
    refund_id: string | null
    remains_hal: string
    turns: number
    debtor_payer_id: string | null
  }>(sql`
    select r.ledger_account_id, r.account_id, a.payer_id, r.refund_id, ${remains} as remains_hal,
           coalesce(d.turn, 0)::int as turns, d.debtor_payer_id
      from receivable r left join account a on a.id = r.account_id
      left join lateral (select * from receivable_decision d where d.receivable_id = r.id order by d.turn desc limit 1) d
        on true
     where r.id = ${receivableId}`)
  if (!row) return null
  return {
    receivableId,
    ledgerAccountId: Number(row.ledger_account_id),
    accountId: row.account_id === null ? null : Number(row.account_id),
    payerId: row.payer_id,
    refundId: row.refund_id,
    remainsHal: BigInt(row.remains_hal),
    turns: row.turns,
    debtorPayerId: row.debtor_payer_id,
  }
}

/** The personal account a receivable's money moved on from, without a lock; accounts are locked before receivables. */
export async function accountOfReceivable(tx: Transaction, receivableId: number): Promise<number | null> {
  const [row] = await tx.execute<{ account_id: string | null }>(
    sql`select account_id from receivable where id = ${receivableId}`,
  )
  return row?.account_id == null ? null : Number(row.account_id)
}
