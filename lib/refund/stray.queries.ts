import { type SQL, sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { type IsoDate, isoDate } from '#lib/core/dates'

/**
 * SQL over bank entry `b` that carries a refund's number: it left and stayed out, no refund is closed by it, and nobody has
 * said yet what it is.
 */
export const isStray: SQL = sql`(b.kind = 'outgoing'
  and not exists (select 1 from refund_bank_line l where l.bank_entry_id = b.id)
  and not exists (select 1 from bank_entry x where x.reverses_bank_entry_id = b.id)
  and not exists (select 1 from refund_stray_decision d where d.bank_entry_id = b.id))`

/** A movement that left with the number of a refund and pays none that waits for it; the amount in haléře, negative. */
export interface StrayMovement {
  bankEntryId: number
  bankAccount: string
  bookedOn: IsoDate
  amountHal: bigint
  /** The refund's number. */
  reference: string
}

/** Movements nobody has decided about, the newest first. */
export async function readStrayMovements(tx: Transaction): Promise<StrayMovement[]> {
  const rows = await tx.execute<{
    id: string
    bank_account: string
    booked_on: string
    amount_hal: string
    reference: string
  }>(sql`
    select b.id, b.bank_account, b.booked_on::text, b.amount_hal, r.reference
      from refund r join bank_entry b on b.variable_symbol = r.reference
     where ${isStray} order by b.booked_on desc, b.id desc limit 100`)
  return rows.map((row) => ({
    bankEntryId: Number(row.id),
    bankAccount: row.bank_account,
    bookedOn: isoDate(row.booked_on),
    amountHal: BigInt(row.amount_hal),
    reference: row.reference,
  }))
}
