import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { idArray } from '#db/id-list'
import { remains } from './find.queries.ts'
import type { ReceivableMove } from './write.commands.ts'

/** A receivable of a chargeback whose money is back. Amounts in haléře. */
export interface EndedReceivable {
  receivableId: number
  ledgerAccountId: number
  accountId: number | null
  amountHal: bigint
  remainsHal: bigint
  writtenOffHal: bigint
  writeOffs: { writeOffId: number; amountHal: bigint }[]
  /** Whether the chargeback's own entry books it, and not the return of a transfer of credit. */
  isOwn: boolean
}

/** The receivables of a chargeback, locked till the end of the transaction. */
export async function endedReceivables(tx: Transaction, chargebackId: string): Promise<EndedReceivable[]> {
  const ids = await tx.execute<{ id: string }>(
    sql`select id from receivable where chargeback_id = ${chargebackId} order by id`,
  )
  const receivableIds = ids.map((row) => Number(row.id))
  await tx.execute(sql`select lock_receivables(${idArray(receivableIds)})`)
  const rows = await tx.execute<{
    id: string
    ledger_account_id: string
    account_id: string | null
    amount_hal: string
    remains_hal: string
    is_own: boolean
  }>(sql`
    select r.id, r.ledger_account_id, r.account_id, r.amount_hal, ${remains} as remains_hal, r.entry_id = c.entry_id as is_own
      from receivable r join chargeback c on c.id = r.chargeback_id
     where r.chargeback_id = ${chargebackId} order by r.id`)
  const writeOffs = await tx.execute<{ receivable_id: string; write_off_id: string; amount_hal: string }>(sql`
    select receivable_id, write_off_id, sum(amount_hal) as amount_hal from receivable_move
     where kind = 'write_off' and receivable_id = any(${idArray(receivableIds)})
     group by receivable_id, write_off_id having sum(amount_hal) > 0`)
  return rows.map((row) => {
    const own = writeOffs
      .filter((one) => one.receivable_id === row.id)
      .map((one) => ({ writeOffId: Number(one.write_off_id), amountHal: BigInt(one.amount_hal) }))
    return {
      receivableId: Number(row.id),
      ledgerAccountId: Number(row.ledger_account_id),
      accountId: row.account_id === null ? null : Number(row.account_id),
      amountHal: BigInt(row.amount_hal),
      remainsHal: BigInt(row.remains_hal),
      writtenOffHal: own.reduce((sum, one) => sum + one.amountHal, 0n),
      writeOffs: own,
      isOwn: row.is_own,
    }
  })
}

/** The moves that end them: what remains, and what was written off and is not lost after all. */
export function endByWon(
  receivables: readonly EndedReceivable[],
  entryId: number,
  reason: string,
): ReceivableMove[] {
  return receivables.flatMap(({ receivableId, remainsHal, writeOffs }) => {
    const wonHal = writeOffs.reduce((sum, one) => sum + one.amountHal, remainsHal)
    const back = writeOffs.map(
      ({ writeOffId, amountHal }): ReceivableMove => ({
        ...{ receivableId, kind: 'write_off', amountHal: -amountHal, entryId, writeOffId, reason },
      }),
    )
    const won: ReceivableMove = { receivableId, kind: 'won', amountHal: wonHal, entryId, reason }
    return wonHal > 0n ? [...back, won] : []
  })
}
