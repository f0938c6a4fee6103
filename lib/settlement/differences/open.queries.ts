import { sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { type IsoDate, isoDate, pragueDate } from '#lib/core/dates'
import { gatewayCompany } from '#lib/gateway/registry'
import { seesSettlements } from '../access.ts'
import { payoutCounts } from '../payout-counts.queries.ts'
import { ofFees, unexplainedLines } from './fees.queries.ts'
import { type DifferenceKind, missingBefore, type OpenDifference, refundWaitsBefore } from './rules.ts'

/** Payments of ours beside the rows that tell of them. */
const ofPayments = (before: IsoDate) => sql`
  select 'missing' as kind, t.id::text as id, t.gateway, t.paid_on as since, t.amount_hal, null::bigint as other_hal,
         t.id as attempt_id, t.reference as mark
    from payment_attempt t
   where t.state = 'paid' and t.paid_on < ${before}::date
     and not exists (select 1 from settlement_row r where r.attempt_id = t.id and r.kind = 'payment')
     -- Of what went back whole before it was settled, some gateways tell nothing.
     and t.amount_hal > (select coalesce(sum(f.amount_hal), 0) from refund f
                          where f.attempt_id = t.id and f.state = 'done')
  union all
  select case when r.number > 1 then 'reported_twice' when t.state <> 'paid' then 'not_paid' else 'amount_differs' end,
         r.transfer_id || '-' || r.position, t.gateway, s.transferred_on, r.gross_hal,
         case when r.number = 1 then t.amount_hal end, t.id, t.reference
    from (select r.*, row_number() over (partition by r.attempt_id order by r.transfer_id, r.position) as number
            from settlement_row r where r.kind = 'payment' and r.attempt_id is not null) r
    join payment_attempt t on t.id = r.attempt_id join settlement_transfer s on s.id = r.transfer_id
   where r.number > 1 or t.state <> 'paid' or r.gross_hal <> t.amount_hal`

/** Rows nothing of ours explains: as many of a kind and an amount are explained as we have booked. */
const ofRows = sql`
  select 'fee_differs', r.transfer_id || '-' || r.position, s.gateway, s.transferred_on, r.fee_hal,
         r.gross_hal - r.net_hal, r.attempt_id, coalesce(r.reference, r.gateway_payment_id, s.transfer_key)
    from settlement_row r join settlement_transfer s on s.id = r.transfer_id where not r.fee_agrees
  union all
  select 'unknown_row', r.transfer_id || '-' || r.position, s.gateway, s.transferred_on, r.gross_hal, null,
         r.attempt_id, coalesce(r.reference, r.gateway_payment_id, s.transfer_key)
    from (select r.*, row_number() over (partition by r.attempt_id, r.kind, r.gross_hal
                                         order by r.transfer_id, r.position) as number
            from settlement_row r) r
    join settlement_transfer s on s.id = r.transfer_id
   where case
     when r.kind = 'fee' then false
     when r.kind = 'other' or r.attempt_id is null then true
     when r.kind = 'refund' then r.number > (
       select count(*) from refund f
        where f.attempt_id = r.attempt_id and f.amount_hal = -r.gross_hal and f.state = 'done') + (
       -- A file may tell a chargeback as money going back; an officer has said that it is one.
       select greatest(count(*) - (select count(*) from settlement_row b where b.attempt_id = r.attempt_id
                                      and b.kind = 'chargeback' and b.gross_hal = r.gross_hal), 0)
         from chargeback c where c.attempt_id = r.attempt_id and c.amount_hal = -r.gross_hal)
     when r.kind = 'chargeback' then r.number > (
       select count(*) from chargeback c where c.attempt_id = r.attempt_id and c.amount_hal = -r.gross_hal)
     when r.kind = 'chargeback_won' then r.number > (
       select count(*) from chargeback_won w join chargeback c on c.id = w.chargeback_id
        where c.attempt_id = r.attempt_id and c.amount_hal = r.gross_hal)
     else false end`

const transfers = sql`
  select t.*, n.net_hal, b.id as bank_entry_id, b.amount_hal as bank_hal, b.booked_on
    from settlement_transfer t
    join lateral (select sum(net_hal) as net_hal from settlement_row r where r.transfer_id = t.id) n on true
    left join (settlement_payout p join bank_entry b on b.id = p.bank_entry_id)
      on p.transfer_id = t.id and ${payoutCounts}`

/** Transfers beside the bank, and the bank beside transfers. */
const ofTransfers = (before: IsoDate) => sql`
  select 'sum_differs', t.id::text, t.gateway, t.transferred_on, t.net_hal, t.amount_hal, null::uuid, t.transfer_key
    from (${transfers}) t where t.amount_hal <> t.net_hal
  union all
  select 'not_at_bank', t.id::text, t.gateway, t.transferred_on, coalesce(t.amount_hal, t.net_hal), null, null,
         coalesce(t.variable_symbol, t.transfer_key)
    from (${transfers}) t
   where t.bank_entry_id is null and t.transferred_on < ${before}::date and coalesce(t.amount_hal, t.net_hal) > 0
     and t.id not in (select transfer_id from ${unexplainedLines} u)
  union all
  select 'bank_differs', t.id::text, t.gateway, t.booked_on, t.bank_hal, t.amount_hal, null,
         coalesce(t.variable_symbol, t.transfer_key)
    from (${transfers}) t where t.bank_hal <> t.amount_hal
  union all
  select case when k.id is null then 'bank_unknown' else 'bank_twice' end, b.id::text, a.gateway, b.booked_on,
         b.amount_hal, null, null, coalesce(b.variable_symbol, b.bank_reference, b.id::text)
    from bank_entry b join journal_line l on l.entry_id = b.journal_entry_id
    join account a on a.id = l.account_id and a.kind = 'gateway_clearing'
    left join lateral (
      select t.id from (${transfers}) t
       where t.gateway = a.gateway and t.variable_symbol = ltrim(b.variable_symbol, '0') and t.bank_hal = b.amount_hal
       limit 1) k on true
   where b.kind = 'gateway_payout' and (k.id is not null or b.booked_on < ${before}::date)
     and not exists (select 1 from settlement_payout p where p.bank_entry_id = b.id)
     and b.id not in (select bank_entry_id from ${unexplainedLines} u)
     and not exists (select 1 from bank_entry r where r.reverses_bank_entry_id = b.id)`

/** Refunds that are still on their way at their gateway. */
const ofRefunds = (before: IsoDate) => sql`
  select 'refund_waits', f.id::text, t.gateway, (f.sent_at at time zone 'Europe/Prague')::date, f.amount_hal,
         null::bigint, t.id, f.reference
    from refund f join payment_attempt t on t.id = f.attempt_id
   where f.state in ('sent', 'unknown') and (f.sent_at at time zone 'Europe/Prague')::date < ${before}::date`

/** Every difference nobody has closed, the oldest first; null for anybody who may not see them. */
export async function openDifferences(
  actor: Actor,
  tx: Transaction | Database = database(),
): Promise<OpenDifference[] | null> {
  if (!seesSettlements(actor)) return null
  const today = pragueDate(now())
  const before = missingBefore(today)
  const rows = await tx.execute<{
    key: string
    kind: DifferenceKind
    gateway: string
    since: string
    amount_hal: string
    other_hal: string | null
    attempt_id: string | null
    mark: string
  }>(sql`
    select d.kind || ':' || d.id || ':' || d.amount_hal as key, d.kind, d.gateway, d.since::text, d.amount_hal,
           d.other_hal, d.attempt_id, d.mark
      from (${ofPayments(before)} union all ${ofRows} union all ${ofTransfers(before)}
            union all ${ofFees} union all ${ofRefunds(refundWaitsBefore(today))}) d
     where not exists (select 1 from settlement_closing c
                        where c.difference_key = d.kind || ':' || d.id || ':' || d.amount_hal)
     order by d.since, d.kind, d.id`)
  return rows.map((row) => ({
    key: row.key,
    kind: row.kind,
    gateway: row.gateway,
    companyName: gatewayCompany(row.gateway),
    since: isoDate(row.since),
    amountHal: BigInt(row.amount_hal),
    otherHal: row.other_hal === null ? null : BigInt(row.other_hal),
    attemptId: row.attempt_id,
    mark: row.mark,
  }))
}
