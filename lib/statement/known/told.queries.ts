import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { normalAccount } from '#lib/identifiers/normal-account'
import type { ToldDays } from './rules.ts'

/** A fee kind kept here with the accounts it was ever paid to. */
export interface KindOnAccounts {
  code: string
  known: IsoDate | null
  accounts: { account: string; validFrom: IsoDate; validTo: IsoDate | null }[]
}

/** The fee kinds whose payments this portal books, with their accounts. */
export async function readKindsOnAccounts(tx: Transaction): Promise<KindOnAccounts[]> {
  const rows = await tx.execute<{
    code: string
    known: string | null
    account_number: string
    valid_from: string
    valid_to: string | null
  }>(sql`
    select k.code, k.payments_known_until::text as known, a.account_number, a.valid_from::text, a.valid_to::text
      from fee_kind k join fee_bank_account a on a.fee_kind_code = k.code
     where k.posting = 'book' order by k.sort_order, k.code, a.valid_from`)
  const kinds = new Map<string, KindOnAccounts>()
  for (const row of rows) {
    const known = row.known ? isoDate(row.known) : null
    const kind = kinds.get(row.code) ?? { code: row.code, known, accounts: [] }
    kind.accounts.push({
      account: normalAccount(row.account_number),
      validFrom: isoDate(row.valid_from),
      validTo: row.valid_to ? isoDate(row.valid_to) : null,
    })
    kinds.set(row.code, kind)
  }
  return [...kinds.values()]
}

/** The statements of an account that count, in the order of their days, without those long before the day known. */
export async function readTold(tx: Transaction, account: string, known: IsoDate | null): Promise<ToldDays[]> {
  const rows = await tx.execute<{
    from_on: string
    to_on: string
    whole_until: string
    opening_hal: string | null
    closing_hal: string | null
  }>(sql`
    select from_on::text, to_on::text, least(to_on, received_on - 1)::text as whole_until, opening_hal, closing_hal
      from statement_in_force
     where bank_account = ${account}
       and (${known}::date is null or to_on >= coalesce(
         (select max(to_on) from statement_in_force where bank_account = ${account} and to_on <= ${known}::date),
         '-infinity'))
     order by from_on, to_on, id`)
  return rows.map((row) => ({
    fromOn: isoDate(row.from_on),
    toOn: isoDate(row.to_on),
    wholeUntil: isoDate(row.whole_until),
    openingHal: row.opening_hal === null ? null : BigInt(row.opening_hal),
    closingHal: row.closing_hal === null ? null : BigInt(row.closing_hal),
  }))
}
