import { sql } from 'drizzle-orm'

/** As SQL over payout `p`: its line at the bank still counts, nothing took it back. */
export const payoutCounts = sql`not exists (
  select 1 from bank_entry r where r.reverses_bank_entry_id = p.bank_entry_id)`

/**
 * As SQL: transfers of which the gateway told neither what it sent nor its fee, with how many payments they have, what those
 * are worth, and what of their rows went back (negative).
 */
export const untoldTransfers = sql`(
  select t.*, n.payments, n.gross_hal, n.back_hal from settlement_transfer t
    join lateral (
      select count(*) filter (where kind = 'payment') as payments,
             coalesce(sum(gross_hal) filter (where kind = 'payment'), 0) as gross_hal,
             coalesce(sum(gross_hal) filter (where kind <> 'payment'), 0) as back_hal
        from settlement_row r where r.transfer_id = t.id) n on true
   where t.amount_hal is null)`
