import { type SQL, sql } from 'drizzle-orm'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'

/** The statements that count, each with how far those before it reach. */
const chain = sql`(
  select s.*, max(s.to_on) over (partition by s.bank_account order by s.from_on, s.to_on, s.id
                                 rows between unbounded preceding and 1 preceding) as reached_on
    from statement_in_force s)`

/**
 * What happened with statements beside what was said about them: no day is known that is yet to come or that no statement
 * tells, no statement counts that nobody let, and nothing of a withdrawn one is left. Days stand where amounts do.
 */
export function statementDifferences(): SQL {
  const today = pragueDate(now())
  return sql`
  select 'fee kind: payments known until a day to come', k.code, k.payments_known_until::text, ${today}::text
    from fee_kind k where k.payments_known_until > ${today}::date
  union all
  select 'fee kind: payments known beyond a gap between statements', k.code || ' ' || c.bank_account,
         k.payments_known_until::text, c.reached_on::text
    from fee_kind k join fee_bank_account f on f.fee_kind_code = k.code
    join ${chain} c on c.bank_account = f.account_number
   where k.posting = 'book' and k.payments_known_until > c.reached_on and c.from_on > c.reached_on
     and (f.valid_to is null or f.valid_to > c.reached_on) and f.valid_from < c.from_on
     and c.opening_hal <> (select p.closing_hal from statement_in_force p
                            where p.bank_account = c.bank_account and p.to_on = c.reached_on
                            order by p.from_on desc, p.id desc limit 1)
  union all
  select 'bank statement: reaches a day to come', s.id::text, s.to_on::text, s.received_on::text
    from statement_in_force s where s.to_on > s.received_on
  union all
  select 'bank statement: counts though it is held', s.id::text, h.id::text, '0'
    from statement_in_force s join held_statement h on h.fingerprint = s.fingerprint and h.id = coalesce(s.held_id, h.id)
    left join held_statement_decision d on d.held_id = h.id
   where d.held_id is null or d.kind = 'rejected'
      or d.kind = 'released' and d.actor_kind = h.actor_kind and d.actor_id = h.actor_id
  union all
  select 'bank statement: first of its account, and nobody confirmed its opening balance', s.id::text,
         coalesce(s.opening_hal, 0)::text, '0'
    from (select distinct on (bank_account) * from bank_statement order by bank_account, id) s
   where s.admission = 'continues'
      or s.admission = 'opening_confirmed' and not exists (
        select 1 from bank_opening o where o.bank_account = s.bank_account and o.opening_hal = s.opening_hal)
  union all
  select 'bank statement: withdrawn, and an entry of it still stands', b.id::text, b.amount_hal::text, '0'
    from bank_entry b join bank_statement_withdrawal w on w.statement_id = b.statement_id
    left join bank_entry x on x.reverses_bank_entry_id = b.id
   where b.kind <> 'withdrawal' and x.id is null and b.reverses_bank_entry_id is null
     and not exists (select 1 from bank_entry_repeat r join statement_in_force s on s.id = r.statement_id
                      where r.bank_entry_id = b.id)
  union all
  select 'bank entry: withdrawn, and still laid on a payer', b.id::text, b.amount_hal::text, '0'
    from bank_entry x join bank_entry b on b.id = x.reverses_bank_entry_id
   where x.kind = 'withdrawal' and (select count(*) % 2 from bank_match m where m.bank_entry_id = b.id) = 1
  union all
  select 'bank entry: came in with the symbol of a claim, and is booked as a fee of the bank', b.id::text,
         b.amount_hal::text, '0'
    from bank_entry b left join bank_entry x on x.reverses_bank_entry_id = b.id
   where b.kind = 'bank_fee' and b.amount_hal > 0 and x.id is null
     and exists (select 1 from assessment a where a.variable_symbol = b.variable_symbol
                    and a.superseded_at is null and a.cancelled_at is null)`
}
