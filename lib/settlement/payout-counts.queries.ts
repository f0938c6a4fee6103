import { sql } from 'drizzle-orm'

/** As SQL over payout `p`: its line at the bank still counts, nothing took it back. */
export const payoutCounts = sql`not exists (
  select 1 from bank_entry r where r.reverses_bank_entry_id = p.bank_entry_id)`
