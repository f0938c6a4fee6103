import { sql } from 'drizzle-orm'
import type { Reader } from '#db/client'
import type { IsoDate } from '#lib/core/dates'
import { normalAccount } from '#lib/identifiers/normal-account'

/** The fee kinds paid to this account of the city on that day. */
export async function kindsOn(tx: Reader, bankAccount: string, on: IsoDate): Promise<string[]> {
  return (await readPaidKinds(tx))(bankAccount, on)
}

/** Tells which fee kinds are paid to which account of the city on which day. */
export async function readPaidKinds(tx: Reader): Promise<(bankAccount: string, on: IsoDate) => string[]> {
  const rows = await tx.execute<{
    fee_kind_code: string
    account_number: string
    valid_from: string
    valid_to: string | null
  }>(sql`select fee_kind_code, account_number, valid_from::text, valid_to::text from fee_bank_account`)
  const periods = rows.map((row) => ({ ...row, account: normalAccount(row.account_number) }))
  return (bankAccount, on) => {
    const there = periods.filter(
      (row) =>
        row.account === bankAccount && row.valid_from <= on && (row.valid_to === null || row.valid_to >= on),
    )
    return [...new Set(there.map((row) => row.fee_kind_code))]
  }
}
