import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { appendAuditsFrom } from '#lib/audit/append.commands'
import type { IsoDate } from '#lib/core/dates'
import { isChargedBack } from '#lib/ledger/charged-back.queries'
import { paymentsAreKnown } from '../payments-known.queries.ts'

/**
 * Brings the legal state of the local fees on touched accounts to what `nextLegalState` says, by one statement
 * for any number of claims; a test compares the two. The day a claim was paid in full counts only where it is
 * certain: a sum paid elsewhere is known as of a later day, and credit came before the day it was laid.
 */
export async function settleTouchedStates(tx: Transaction, actor: Actor, today: IsoDate): Promise<void> {
  // Known to be few or none, so that the planner goes by the account's index.
  await tx.execute(sql`insert into touched_account
    select distinct account_id from changed except select account_id from touched_account`)
  await tx.execute(sql`analyze touched_account`)
  const [touched] = await tx.execute(sql`select 1 from touched_account limit 1`)
  if (!touched) return
  await tx.execute(sql`
    create temporary table changed_state on commit drop as
    with claim as (
      select a.id, a.payer_id, a.legal_state, a.last_day, b.assessed_hal - b.paid_hal as remaining_hal, paid.*,
             case when a.legal_state = 'to_be_assessed' or ${paymentsAreKnown} then 'to_be_assessed' else 'expected' end
               as late_state
        from assessment a
        join assessment_balance b on b.assessment_id = a.id
        join fee_kind k on k.code = a.fee_kind_code
        cross join lateral (
          select max(e.effective_on) as paid_on, bool_or(e.day_is_provisional and e.way = 'bank_button') as is_provisional,
                 bool_or(e.kind in ('paid_elsewhere', 'allocation') and e.effective_on > a.last_day) as is_unsure
            from journal_line l join journal_entry e on e.id = l.entry_id
           where l.assessment_id = a.id and l.side = 'credit' and l.amount_hal < 0
             and not exists (select 1 from journal_entry r where r.reverses_entry_id = e.id)) paid
       where a.account_id in (select account_id from touched_account) and a.superseded_at is null
         and a.cancelled_at is null and k.regime = 'local_fee' and a.component = 'principal'
         and a.legal_state in ('expected', 'settled_on_time', 'to_be_assessed') and not ${isChargedBack}
    ), next as (
      select id, payer_id, legal_state, case
        when remaining_hal > 0 then case when last_day < ${today}::date then late_state else 'expected' end
        when paid_on is null or is_provisional or is_unsure then legal_state
        when paid_on <= last_day then 'settled_on_time' else late_state end as state
        from claim
    )
    select * from next where legal_state <> state`)
  await tx.execute(sql`
    update assessment x set legal_state = n.state from changed_state n where n.id = x.id`)
  await appendAuditsFrom(
    tx,
    actor,
    sql`select 'assessment.legal_state' as action, 'assessment' as subject_kind, id::text as subject_id, payer_id,
               jsonb_build_object('from', legal_state, 'to', state) as details
          from changed_state order by id`,
  )
}
