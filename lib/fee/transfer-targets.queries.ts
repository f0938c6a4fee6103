import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { type IsoDate, isoDate } from '#lib/core/dates'
import type { Rate } from './rules.ts'

/** Where a transfer for a fee kind goes on a day. */
export interface TransferTarget {
  accountNumber: string
  iban: string
  constantSymbol: string | null
}

/** The city's account for each fee kind on that day, by the kind's code; public facts, so no actor asks. */
export async function transferTargets(on: IsoDate): Promise<Map<string, TransferTarget>> {
  const rows = await database().execute<{
    code: string
    account_number: string
    iban: string
    constant_symbol: string | null
  }>(sql`
    select distinct on (k.code) k.code, a.account_number, a.iban, k.constant_symbol
      from fee_bank_account a join fee_kind k on k.code = a.fee_kind_code
     where a.valid_from <= ${on} and (a.valid_to is null or a.valid_to >= ${on})
     order by k.code, a.valid_from desc`)
  return new Map(
    rows.map((row) => [
      row.code,
      { accountNumber: row.account_number, iban: row.iban, constantSymbol: row.constant_symbol },
    ]),
  )
}

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
