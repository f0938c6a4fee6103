import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { IsoDate } from '#lib/core/dates'

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
