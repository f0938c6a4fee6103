import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { isoDate } from '#lib/core/dates'
import type { Rate } from './rules.ts'

/** The rates of a fee kind with their validity, for „proč právě tolik“. */
export async function ratesOf(feeKindCode: string): Promise<Rate[]> {
  const rows = await database().execute<{
    category: string
    description: string
    amount_hal: string
    per: Rate['per']
    relief: Rate['relief']
    valid_from: string
    valid_to: string | null
  }>(sql`select category, description, amount_hal, per, relief, valid_from::text, valid_to::text
    from fee_rate where fee_kind_code = ${feeKindCode} order by valid_from desc, amount_hal desc`)
  return rows.map((row) => ({
    category: row.category,
    description: row.description,
    amountHal: BigInt(row.amount_hal),
    per: row.per,
    relief: row.relief,
    validFrom: isoDate(row.valid_from),
    validTo: row.valid_to ? isoDate(row.valid_to) : null,
  }))
}
