import { sql } from 'drizzle-orm'
import { payoutCounts, untoldTransfers } from '../payout-counts.queries.ts'

/** As SQL over transfer `t`: what the city agreed with its gateway for that day; no row where it said nothing. */
const agreed = sql`(
  select (fee ->> 'fromBasisPoints')::numeric as from_points, (fee ->> 'toBasisPoints')::numeric as to_points,
         coalesce((fee ->> 'perPaymentHal')::numeric, 0) as per_payment_hal
    from (select c.value -> t.gateway as fee from city_setting c
           where c.key = 'gatewayFees' and c.valid_from <= t.transferred_on
             and (c.valid_to is null or c.valid_to >= t.transferred_on)
           order by c.valid_from desc limit 1) c
   where fee is not null)`

/** Fees a gateway told that are not what was agreed; each payment's fee is rounded by itself. */
const toldOutside = sql`
  select 'fee_outside' as kind, f.id::text as id, f.gateway, f.transferred_on as since, f.fee_hal as amount_hal,
         case when f.fee_hal > f.most_hal then f.most_hal else f.least_hal end as other_hal, null::uuid as attempt_id,
         coalesce(f.variable_symbol, f.transfer_key) as mark
    from (
      select t.*, n.fee_hal,
             greatest(floor(n.gross_hal * coalesce(g.from_points, 0) / 10000) - n.payments, 0)::bigint
               + (g.per_payment_hal * n.payments)::bigint as least_hal,
             ceil(n.gross_hal * g.to_points / 10000)::bigint + n.payments
               + (g.per_payment_hal * n.payments)::bigint as most_hal
        from settlement_transfer t
        join lateral (
          select count(*) as payments, sum(gross_hal) as gross_hal, sum(fee_hal)::bigint as fee_hal
            from settlement_row r where r.transfer_id = t.id and r.kind = 'payment' having count(fee_hal) = count(*)
        ) n on n.payments > 0
        join lateral ${agreed} g on true) f
   where f.fee_hal not between f.least_hal and f.most_hal`

/**
 * As SQL over the bank's lines: payouts that no transfer explains, beside the payments of the nearest day they may be.
 * What is missing is neither what went back by what we know, nor a fee as agreed.
 */
export const unexplainedLines = sql`(
  select b.id as bank_entry_id, t.id as transfer_id, t.gateway, b.booked_on, b.amount_hal, t.gross_hal,
         coalesce(t.variable_symbol, t.transfer_key) as mark
    from bank_entry b join journal_line l on l.entry_id = b.journal_entry_id
    join account a on a.id = l.account_id and a.kind = 'gateway_clearing'
    join lateral (
      select t.* from ${untoldTransfers} t
       where t.gateway = a.gateway and t.transferred_on between b.booked_on - 10 and b.booked_on + 1
         and not exists (select 1 from settlement_payout p where p.transfer_id = t.id and ${payoutCounts})
         and b.amount_hal between t.gross_hal / 2 and t.gross_hal * 3 / 2
       order by abs(t.gross_hal - b.amount_hal), t.transferred_on desc, t.id desc limit 1) t on true
   where b.kind = 'gateway_payout'
     and not exists (select 1 from settlement_payout p where p.bank_entry_id = b.id)
     and not exists (select 1 from bank_entry r where r.reverses_bank_entry_id = b.id))`

/** Differences of fees: told ones that were not agreed, and lines short of more than was. */
export const ofFees = sql`${toldOutside}
  union all
  select 'fee_outside', 'line-' || u.bank_entry_id, u.gateway, u.booked_on, u.amount_hal, u.gross_hal, null, u.mark
    from ${unexplainedLines} u`
