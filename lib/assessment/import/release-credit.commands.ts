import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { nextEntryId, postFrom } from '#lib/ledger/post.commands'
import { ownMoneyAfter } from './own-money.queries.ts'

/**
 * In a mirror takes credit the portal has laid back from claims on which the agenda has less, as far as the agenda
 * has more on other claims of the account than its credit covers. Payments made for a claim stay on it.
 */
export async function releaseLaidCredit(tx: Transaction, actor: Actor): Promise<void> {
  await tx.execute(sql`
    create temporary table released on commit drop as
    with told as (
      select c.assessment_id, c.account_id, c.told_hal, c.elsewhere_as_of from changed c
       where c.is_mirror and c.told_hal > 0 and not c.moves and not c.is_storno
      union all
      select n.id, n.account_id, s.elsewhere_hal, s.elsewhere_as_of
        from new_claim n join staged s on s.row = n.row join fee_kind k on k.code = s.fee_kind_code
       where s.elsewhere_hal > 0 and k.posting <> 'book'
    ), wanted as (
      select c.account_id, least(c.told_hal - c.paid_hal + ${ownMoneyAfter}, c.remaining_hal) as wanted_hal
        from (select t.*, b.paid_hal, b.assessed_hal - b.paid_hal as remaining_hal
                from told t join assessment_balance b on b.assessment_id = t.assessment_id) c
    ), short as (
      select w.account_id, sum(greatest(w.wanted_hal, 0)) - max(ab.credit_hal) as short_hal
        from wanted w join account_balance ab on ab.account_id = w.account_id
       group by w.account_id having sum(greatest(w.wanted_hal, 0)) > max(ab.credit_hal)
    ), laid as (
      select s.row, x.id as assessment_id, x.account_id, b.paid_hal, s.elsewhere_hal as told_hal, s.elsewhere_as_of,
             (select coalesce(-sum(l.amount_hal), 0) from journal_line l join journal_entry e on e.id = l.entry_id
               where l.assessment_id = x.id and l.side = 'credit'
                 and e.kind in ('allocation', 'correction', 'cancellation')) as laid_hal
        from short h join assessment x on x.account_id = h.account_id and x.superseded_at is null
        join staged s on s.external_id = x.external_id
        join assessment_balance b on b.assessment_id = x.id
       where s.elsewhere_as_of >= coalesce(x.paid_elsewhere_as_of, s.elsewhere_as_of) and b.paid_hal > s.elsewhere_hal
    ), surplus as (
      select c.*, least(c.laid_hal, c.paid_hal - ${ownMoneyAfter} - c.told_hal) as surplus_hal from laid c
    ), taken as (
      select u.*, least(u.surplus_hal, h.short_hal - coalesce(sum(u.surplus_hal) over (
               partition by u.account_id order by u.row rows between unbounded preceding and 1 preceding), 0)) as taken_hal
        from surplus u join short h on h.account_id = u.account_id where u.surplus_hal > 0
    )
    select row, assessment_id, account_id, taken_hal::bigint, ${nextEntryId} as entry_id
      from taken where taken_hal > 0 order by row`)
  await postFrom(tx, actor, {
    entries: sql`
      select r.entry_id as id, 'allocation' as kind, s.elsewhere_as_of as effective_on, null::date as book_on,
             s.external_id as source_reference, null as fingerprint
        from released r join staged s on s.row = r.row order by r.row`,
    lines: sql`
      select r.entry_id, line.line_number, r.account_id, line.assessment_id, 'credit' as side, line.amount_hal
        from released r
        cross join lateral (values (1, r.assessment_id, r.taken_hal), (2, null::uuid, -r.taken_hal))
          as line (line_number, assessment_id, amount_hal)
       order by r.entry_id, line.line_number`,
  })
}
