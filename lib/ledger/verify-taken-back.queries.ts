import { sql } from 'drizzle-orm'

const totals = (entry: 'r' | 'b') => sql`
  (select jsonb_object_agg(s.account_id, s.hal) from (
     select l.account_id, sum(l.amount_hal) as hal from journal_line l
      where l.entry_id = ${sql.raw(entry)}.journal_entry_id group by l.account_id) s)`

/**
 * The bank's reversals beside what they take back. The two entries make nothing together, no payer keeps what left, and no
 * transfer of credit stands whose source ended as a receivable.
 */
const reversals = sql`
  select 'bank reversal: not the opposite of what it takes back' as what, r.id::text as id, b.amount_hal::text as kept,
         (-r.amount_hal)::text as journal
    from bank_entry r join bank_entry b on b.id = r.reverses_bank_entry_id
    join journal_entry re on re.id = r.journal_entry_id
   where r.amount_hal <> -b.amount_hal or re.reverses_entry_id is distinct from b.journal_entry_id
      or ${totals('b')} is distinct from (
        select jsonb_object_agg(s.account_id, -s.hal) from (
          select l.account_id, sum(l.amount_hal) as hal from journal_line l
           where l.entry_id = r.journal_entry_id group by l.account_id) s)
  union all
  select 'receipt the bank took back still lies on its payers', b.id::text, b.amount_hal::text, '0'
    from bank_entry r join bank_entry b on b.id = r.reverses_bank_entry_id and b.kind = 'receipt'
   where (select count(*) % 2 from bank_match m where m.bank_entry_id = b.id) = 1
  union all
  select 'match taken back: its reversal is another entry', m.bank_entry_id::text, b.amount_hal::text, '0'
    from bank_match m join bank_entry b on b.id = m.bank_entry_id
    join bank_match p on p.bank_entry_id = m.bank_entry_id and p.turn = m.turn - 1
    join journal_entry e on e.id = m.journal_entry_id
   where m.state = 'undone' and e.reverses_entry_id is distinct from p.journal_entry_id
  union all
  select 'receivable: credit moved from its money still covers another account', r.id::text, r.amount_hal::text,
         l.amount_hal::text
    from receivable r
    join lateral (
      select min(p.id) as since from journal_entry p
       where p.id = (select e.reverses_entry_id from journal_entry e where e.id = r.entry_id)
          or p.fingerprint = (select t.gateway || ':' || t.gateway_payment_id || ':paid'
                                from chargeback c join payment_attempt t on t.id = c.attempt_id
                               where c.id = r.chargeback_id)) s on true
    join journal_line l on l.account_id = r.account_id and l.side = 'credit' and l.assessment_id is null
     and l.amount_hal > 0
    join journal_entry e on e.id = l.entry_id and e.kind = 'credit_transfer' and e.id > s.since and e.id < r.entry_id
   where not exists (select 1 from journal_entry v where v.reverses_entry_id = e.id)`

/** The receivables as their tables tell them beside the journal, and write-offs beside theirs. */
const receivables = sql`
  select 'receivables: told and in the journal', a.id::text, coalesce(t.hal, 0)::text, coalesce(j.hal, 0)::text
    from account a
    left join (
      select r.ledger_account_id as account_id,
             sum(r.amount_hal - coalesce((select sum(m.amount_hal) from receivable_move m where m.receivable_id = r.id), 0))
               as hal
        from receivable r group by r.ledger_account_id) t on t.account_id = a.id
    left join (select account_id, sum(amount_hal) as hal from journal_line group by account_id) j on j.account_id = a.id
   where a.kind in ('receivables', 'chargebacks') and coalesce(t.hal, 0) <> coalesce(j.hal, 0)
  union all
  select 'receivable: booked otherwise than it is told', r.entry_id::text, sum(r.amount_hal)::text,
         coalesce((select sum(l.amount_hal) from journal_line l
                    where l.entry_id = r.entry_id and l.account_id = r.ledger_account_id), 0)::text
    from receivable r group by r.entry_id, r.ledger_account_id
  having sum(r.amount_hal) <> coalesce((select sum(l.amount_hal) from journal_line l
                                         where l.entry_id = r.entry_id and l.account_id = r.ledger_account_id), 0)
  union all
  select 'write-offs of receivables: told and in the journal', 'write-offs', t.hal::text, j.hal::text
    from (select coalesce(sum(amount_hal), 0) as hal from receivable_move where kind = 'write_off') t,
         (select coalesce(sum(l.amount_hal), 0) as hal
            from journal_line l join account a on a.id = l.account_id where a.kind = 'write_offs') j
   where t.hal <> j.hal`

/** Everything that `ledger verify` asks about money that was taken back, as SQL: `what`, `id`, `kept`, `journal`. */
export const takenBackDifferences = sql`${reversals} union all ${receivables}`
