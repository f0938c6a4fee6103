import { type SQL, sql } from 'drizzle-orm'

/** SQL: some claim that was not cancelled has this variable symbol, whether it is paid by now or not. */
export const isClaimSymbol = (symbol: SQL): SQL => sql`exists (
  select 1 from assessment a
   where a.variable_symbol = ${symbol} and a.superseded_at is null and a.cancelled_at is null)`
