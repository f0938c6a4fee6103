import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { readSetting } from '#lib/city/settings.queries'
import { type BankRule, bankRulesShape } from './input.ts'

/** All accounts the city has or had for fees; a statement of any other is refused. */
export async function allCityAccounts(tx: Transaction): Promise<string[]> {
  const rows = await tx.execute<{ account_number: string }>(
    sql`select distinct account_number from fee_bank_account order by account_number`,
  )
  return rows.map((row) => row.account_number)
}

/** The city's rules of recognition valid today. */
export async function bankRules(tx: Transaction): Promise<BankRule[]> {
  return bankRulesShape.parse(await readSetting(tx, 'bankRules'))
}
