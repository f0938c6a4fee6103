import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { attemptFingerprint } from './payment-fingerprint.queries.ts'
import { lastStatementFirst } from './statement-order.queries.ts'
import { refundMovements } from './verify-refunds.queries.ts'
import { statementDifferences } from './verify-statements.queries.ts'

/** One place where a balance kept for speed does not agree with the journal. Amounts in haléře. */
interface Difference {
  what: string
  id: string
  keptHal: string
  journalHal: string
}

export interface Verification {
  entries: number
  lines: number
  differences: Difference[]
}

const journalOf = (kind: 'bank_account' | 'unidentified') => sql`
  select a.bank_account, sum(l.amount_hal) as amount_hal
    from journal_line l join account a on a.id = l.account_id
   where a.kind = ${kind} and a.bank_account is not null group by a.bank_account`

/**
 * The journal beside the bank. What waits: everything that came to the unidentified by a bank entry (a reversal
 * takes away), less the receipts that lie on their payers.
 */
const bankDifferences = sql`
  select 'bank account: last statement' as what, s.bank_account, s.closing_hal::text,
         coalesce(j.amount_hal, 0)::text
    from (select distinct on (s.bank_account) s.bank_account, s.closing_hal from statement_in_force s
           where s.closing_hal is not null
           order by s.bank_account, ${lastStatementFirst}) s
    left join (${journalOf('bank_account')}) j on j.bank_account = s.bank_account
   where s.closing_hal <> coalesce(j.amount_hal, 0)
  union all
  select 'bank account: unidentified', coalesce(w.bank_account, j.bank_account), coalesce(w.waiting_hal, 0)::text,
         coalesce(-j.amount_hal, 0)::text
    from (
      select b.bank_account, sum(b.waiting_hal) as waiting_hal
        from (select b.bank_account,
                     -l.amount_hal - case when (select count(*) from bank_match m where m.bank_entry_id = b.id) % 2 = 1
                                     then b.amount_hal else 0 end as waiting_hal
                from bank_entry b join journal_line l on l.entry_id = b.journal_entry_id
                join account a on a.id = l.account_id and a.kind = 'unidentified') b
       group by b.bank_account) w
    full join (${journalOf('unidentified')}) j on j.bank_account = w.bank_account
   where coalesce(w.waiting_hal, 0) <> coalesce(-j.amount_hal, 0)`

/** What is owed to the entitled: refunds that were approved and are neither done nor taken back. */
const refundDifferences = sql`
  select 'refunds payable', 'refunds', r.owed_hal::text, j.amount_hal::text
    from (select coalesce(sum(amount_hal), 0) as owed_hal from refund where state in ('approved', 'sent', 'unknown')) r,
         (select coalesce(-sum(l.amount_hal), 0) as amount_hal
            from journal_line l join account a on a.id = l.account_id where a.kind = 'refunds_payable') j
   where r.owed_hal <> j.amount_hal`

/**
 * Fees as the rows of settlements tell them, and those that only the bank's line told: what its payments are worth less what
 * went back and less what came. A line the bank took back tells nothing.
 */
const toldFees = sql`(
  select s.gateway, r.fee_hal from settlement_row r join settlement_transfer s on s.id = r.transfer_id
   where r.fee_hal is not null
  union all
  select s.gateway,
         sum(n.gross_hal) - b.amount_hal
           - (select coalesce(sum(d.amount_hal), 0) from settlement_deduction d where d.bank_entry_id = b.id)
    from settlement_payout p
    join settlement_transfer s on s.id = p.transfer_id and s.amount_hal is null
    join bank_entry b on b.id = p.bank_entry_id
    join lateral (select sum(gross_hal) as gross_hal from settlement_row r where r.transfer_id = s.id) n on true
   where not exists (select 1 from bank_entry x where x.reverses_bank_entry_id = b.id)
   group by s.gateway, b.id)`

/**
 * What each gateway owes: what was paid through it, less what was given back, taken back by banks, kept as fees and
 * sent to the bank, each from its own table; beside what the journal holds on its account. And the fees and the
 * chargebacks themselves.
 */
const gatewayDifferences = sql`
  select case coalesce(f.account_kind, j.kind) when 'gateway_fees' then 'gateway fees: told by settlements'
                                               else 'gateway clearing: what it owes' end,
         coalesce(f.gateway, j.gateway, 'no gateway'), coalesce(f.told_hal, 0)::text, coalesce(j.amount_hal, 0)::text
    from (
      select 'gateway_clearing' as account_kind, gateway, sum(amount_hal) as told_hal
        from (
          select gateway, amount_hal from payment_attempt where state = 'paid'
          union all
          select t.gateway, -f.amount_hal from refund f join payment_attempt t on t.id = f.attempt_id
           where f.state = 'done'
          union all
          select t.gateway, -c.amount_hal from chargeback c join payment_attempt t on t.id = c.attempt_id
           where not exists (select 1 from chargeback_won w where w.chargeback_id = c.id)
          union all
          select gateway, -fee_hal from ${toldFees} told
          union all
          select a.gateway, -b.amount_hal from bank_entry b join journal_line l on l.entry_id = b.journal_entry_id
            join account a on a.id = l.account_id and a.kind = 'gateway_clearing'
        ) owed group by gateway
      union all
      select 'gateway_fees', gateway, sum(fee_hal) from ${toldFees} told group by gateway
    ) f
    full join (
      select a.kind, a.gateway, sum(l.amount_hal) as amount_hal
        from journal_line l join account a on a.id = l.account_id
       where a.kind in ('gateway_clearing', 'gateway_fees') group by a.kind, a.gateway) j
      on j.kind = f.account_kind and j.gateway = f.gateway
   where coalesce(f.told_hal, 0) <> coalesce(j.amount_hal, 0)`

/** With what closed years said each account begins the next one; an account they left out begins with nothing. */
const yearlyDifferences = sql`
  select 'yearly opening', coalesce(y.year, j.year) || '/' || coalesce(y.account_id, j.account_id),
         coalesce(y.balance_hal, 0)::text, coalesce(j.balance_hal, 0)::text
    from yearly_opening y
    full join (
      select closed.year, l.account_id, sum(l.amount_hal) as balance_hal
        from (select distinct year from yearly_opening) closed
        join journal_entry e on e.booked_on < make_date(closed.year, 1, 1)
        join journal_line l on l.entry_id = e.id
       group by closed.year, l.account_id) j on j.year = y.year and j.account_id = y.account_id
   where coalesce(y.balance_hal, 0) <> coalesce(j.balance_hal, 0)`

/**
 * Recomputes every balance from the journal and compares: assessments (assessed, paid), personal accounts
 * (balance, credit), every entry's sum, the whole journal's sum, parts above the whole, settled payments
 * without an entry and entries without a settled payment; and with the bank: each account of the city is what its
 * last statement says, and the unidentified money is what waits for its payer; the refunds payable are the
 * refunds approved and not yet done; and each gateway owes what the journal says.
 */
export async function verifyLedger(_actor: Actor): Promise<Verification> {
  return database().transaction(
    async (tx) => {
      // Whole tables are joined. Where the planner has not counted them yet, as after a first import, it would look
      // rows up one by one in tables it takes for empty, and take the square of the time.
      await tx.execute(sql`set local enable_nestloop = off`)
      const [counts] = await tx.execute<{ entries: string; lines: string }>(
        sql`select (select count(*) from journal_entry) as entries, (select count(*) from journal_line) as lines`,
      )
      const rows = await tx.execute<{ what: string; id: string; kept: string; journal: string }>(sql`
        with claim as (
          select assessment_id, coalesce(sum(amount_hal) filter (where side = 'debit'), 0) as assessed_hal,
                 -coalesce(sum(amount_hal) filter (where side = 'credit'), 0) as paid_hal
            from journal_line where assessment_id is not null group by assessment_id
        ), personal as (
          select account_id, sum(amount_hal) as balance_hal,
                 -coalesce(sum(amount_hal) filter (where side = 'credit' and assessment_id is null), 0) as credit_hal
            from journal_line where side is not null group by account_id
        )
        select 'assessment: assessed' as what, coalesce(c.assessment_id, b.assessment_id)::text as id,
               coalesce(b.assessed_hal, 0)::text as kept, coalesce(c.assessed_hal, 0)::text as journal
          from claim c full join assessment_balance b on b.assessment_id = c.assessment_id
         where b.assessed_hal is distinct from c.assessed_hal
        union all
        select 'assessment: paid', coalesce(c.assessment_id, b.assessment_id)::text,
               coalesce(b.paid_hal, 0)::text, coalesce(c.paid_hal, 0)::text
          from claim c full join assessment_balance b on b.assessment_id = c.assessment_id
         where b.paid_hal is distinct from c.paid_hal
        union all
        select 'account: balance', coalesce(p.account_id, b.account_id)::text,
               coalesce(b.balance_hal, 0)::text, coalesce(p.balance_hal, 0)::text
          from personal p full join account_balance b on b.account_id = p.account_id
         where b.balance_hal is distinct from p.balance_hal
        union all
        select 'account: credit', coalesce(p.account_id, b.account_id)::text,
               coalesce(b.credit_hal, 0)::text, coalesce(p.credit_hal, 0)::text
          from personal p full join account_balance b on b.account_id = p.account_id
         where b.credit_hal is distinct from p.credit_hal
        union all
        select 'assessment paid above what is assessed', assessment_id::text, paid_hal::text, assessed_hal::text
          from claim where paid_hal > assessed_hal or paid_hal < 0
        union all
        select 'account credit below zero', account_id::text, credit_hal::text, '0' from personal where credit_hal < 0
        union all
        select 'entry does not sum to zero', e.id::text, '0', coalesce(sum(l.amount_hal), 0)::text
          from journal_entry e left join journal_line l on l.entry_id = e.id
         group by e.id having coalesce(sum(l.amount_hal), 0) <> 0 or count(l.entry_id) < 2
        union all
        select 'payment settled but not in the journal', t.id::text, t.amount_hal::text, '0'
          from payment_attempt t where t.state = 'paid' and not exists (
            select 1 from journal_entry e where e.fingerprint = ${attemptFingerprint})
        union all
        select 'payment in the journal differs from its attempt', t.id::text, t.amount_hal::text,
               sum(l.amount_hal)::text
          from payment_attempt t
          join journal_entry e on e.fingerprint = ${attemptFingerprint}
          join journal_line l on l.entry_id = e.id and l.side is null
         group by t.id having sum(l.amount_hal) <> t.amount_hal or t.state <> 'paid'
        union all ${bankDifferences}
        union all ${refundDifferences}
        union all ${refundMovements}
        union all ${gatewayDifferences}
        union all ${yearlyDifferences}
        union all ${statementDifferences()}`)
      return {
        entries: Number(counts?.entries ?? 0),
        lines: Number(counts?.lines ?? 0),
        differences: rows.map((row) => ({
          what: row.what,
          id: row.id,
          keptHal: row.kept,
          journalHal: row.journal,
        })),
      }
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}
