import postgres from 'postgres'
import { awaitedSettings } from '#lib/city/input'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'

/** The settings people would miss and that do not hold today, and whether there is an account for transfers. */
export async function unsetSettings(ownerUrl: string): Promise<string[]> {
  const sql = postgres(ownerUrl, { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    const today = pragueDate(now())
    const holds = sql`valid_from <= ${today} and (valid_to is null or valid_to >= ${today})`
    const set = await sql<{ key: string }[]>`select key from city_setting where ${holds}`
    const [account] = await sql`select 1 from fee_bank_account where ${holds} limit 1`
    const unset = awaitedSettings.filter((name) => !set.some(({ key }) => key === name))
    return [...unset, ...(account ? [] : ['fee_bank_account'])]
  } finally {
    await sql.end({ timeout: 1 })
  }
}
