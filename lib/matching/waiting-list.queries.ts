import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { mayMatch } from './access.ts'
import { isWaiting } from './waiting.queries.ts'

/** Money that waits for its payer, as an officer chooses it; amounts in haléře. No names stand here. */
export interface WaitingLine {
  bankEntryId: number
  bankAccount: string
  bookedOn: string
  amountHal: bigint
  variableSymbol: string | null
}

/** The receipts that wait, oldest first; null for anybody who may not lay them. */
export async function listWaiting(actor: Officer, limit = 200): Promise<WaitingLine[] | null> {
  if (!mayMatch(actor)) return null
  const rows = await database().execute<{
    id: string
    bank_account: string
    booked_on: string
    amount_hal: string
    variable_symbol: string | null
  }>(sql`
    select b.id, b.bank_account, b.booked_on::text, b.amount_hal, b.variable_symbol
      from bank_entry b where ${isWaiting} order by b.booked_on, b.id limit ${limit}`)
  return rows.map((row) => ({
    bankEntryId: Number(row.id),
    bankAccount: row.bank_account,
    bookedOn: row.booked_on,
    amountHal: BigInt(row.amount_hal),
    variableSymbol: row.variable_symbol,
  }))
}
