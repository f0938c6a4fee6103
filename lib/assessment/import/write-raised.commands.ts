import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import type { IsoDate } from '#lib/core/dates'
import { nextEntryId, postFrom } from '#lib/ledger/post.commands'
import { ownMoneyAfter } from './own-money.queries.ts'
import { releaseLaidCredit } from './release-credit.commands.ts'

/**
 * Books what an agenda has as paid there and the journal does not, once amounts are corrected and new claims are
 * in. In a mirror the account's credit comes first: the agenda has only laid money that is already here. What a
 * claim does not need becomes credit.
 */
export async function writeRaised(tx: Transaction, actor: Actor, today: IsoDate): Promise<void> {
  // The changed claims' accounts are locked already; credit is also drawn on for new ones.
  await tx.execute(sql`
    select count(*) from lock_accounts(array(
      select n.account_id from new_claim n join staged s on s.row = n.row
        join fee_kind k on k.code = s.fee_kind_code and k.posting <> 'book'
       where s.elsewhere_hal > 0))`)
  await releaseLaidCredit(tx, actor)
  await stageRaised(tx, today)
  await postFrom(tx, actor, {
    entries: sql`
      select e.id, e.kind, s.elsewhere_as_of as effective_on, null::date as book_on,
             s.external_id as source_reference, null as fingerprint
        from raised r join staged s on s.row = r.row
        cross join lateral (values (r.drawing_id, 'allocation', r.drawn_hal),
                                   (r.entry_id, 'paid_elsewhere', r.delta_hal)) as e (id, kind, amount_hal)
       where e.amount_hal > 0 order by r.row`,
    lines: sql`
      select line.*
        from raised r join city_account a on a.fee_kind_code = r.fee_kind_code
        cross join lateral (values
          (r.drawing_id, 1, r.account_id, r.assessment_id, 'credit', -r.drawn_hal),
          (r.drawing_id, 2, r.account_id, null::uuid, 'credit', r.drawn_hal),
          (r.entry_id, 1, r.account_id, r.assessment_id, 'credit', r.drawn_hal - r.laid_hal),
          (r.entry_id, 2, r.account_id, null, 'credit', r.laid_hal - r.drawn_hal - r.delta_hal),
          (r.entry_id, 3, a.elsewhere_id, null, null, r.delta_hal))
          as line (entry_id, line_number, account_id, assessment_id, side, amount_hal)
       where line.amount_hal <> 0 order by line.entry_id, line.line_number`,
  })
  await writeKnown(tx)
}

/** Each sum that is to rise: `laid_hal` goes on the claim, `drawn_hal` of it out of credit; `delta_hal` is money that came anew. */
async function stageRaised(tx: Transaction, today: IsoDate): Promise<void> {
  const known = sql`
    select c.row, c.assessment_id, c.account_id, c.fee_kind_code, c.payer_id, c.is_mirror, c.elsewhere_as_of,
           c.external_id, c.told_hal, c.known_elsewhere_hal
      from changed c where c.told_hal > 0 and not c.moves and not (c.is_mirror and c.is_storno)`
  const fresh = sql`
    select n.row, n.id, n.account_id, s.fee_kind_code, n.payer_id, k.posting <> 'book', s.elsewhere_as_of,
           s.external_id, s.elsewhere_hal, 0
      from new_claim n join staged s on s.row = n.row join fee_kind k on k.code = s.fee_kind_code
     where s.elsewhere_hal > 0`
  await tx.execute(sql`
    create temporary table raised on commit drop as
    with told as (
      select d.*, b.paid_hal, b.assessed_hal - b.paid_hal as remaining_hal
        from (${known} union all ${fresh}) d join assessment_balance b on b.assessment_id = d.assessment_id
    ), wanted as (
      select c.*, case when c.is_mirror then c.told_hal - c.paid_hal + ${ownMoneyAfter}
                       else c.told_hal - c.known_elsewhere_hal end as wanted_hal
        from told c
    ), laid as (
      select w.*, least(w.wanted_hal, w.remaining_hal) as laid_hal from wanted w where w.wanted_hal > 0
    ), limited as (
      select c.*, case when c.is_mirror then least(c.laid_hal, ${drawable(today)}) else 0 end as limit_hal,
             case when c.is_mirror then ${usableCredit} else 0 end as credit_hal,
             case when c.is_mirror and c.wanted_hal > c.laid_hal then ${overflow} else 0 end as overflow_hal
        from laid c
    ), drawn as (
      select l.*, greatest(0, least(limit_hal, credit_hal - coalesce(sum(limit_hal) over (
               partition by account_id order by row rows between unbounded preceding and 1 preceding), 0))) as drawn_hal
        from limited l
    )
    select row, assessment_id, account_id, fee_kind_code, is_mirror, laid_hal::bigint, drawn_hal::bigint,
           (laid_hal - drawn_hal + greatest(0, wanted_hal - laid_hal - overflow_hal))::bigint as delta_hal,
           ${nextEntryId} as entry_id, ${nextEntryId} as drawing_id
      from drawn order by row`)
}

/** Credit the agenda can know of: without what the portal received after that day. */
const usableCredit = sql`coalesce((
  select ab.credit_hal - greatest(0, coalesce((
           select -sum(l.amount_hal) from journal_line l join journal_entry e on e.id = l.entry_id
            where l.account_id = c.account_id and l.side = 'credit' and l.assessment_id is null
              and e.kind in ('payment', 'reversal') and e.booked_on > c.elsewhere_as_of), 0))
    from account_balance ab where ab.account_id = c.account_id), 0)`

/** What of the claim's sums paid elsewhere was booked as credit at once, so that it is not booked again. */
const overflow = sql`coalesce((
  select -sum(l.amount_hal) from journal_line l join journal_entry e on e.id = l.entry_id
   where l.account_id = c.account_id and l.side = 'credit' and l.assessment_id is null
     and e.kind = 'paid_elsewhere' and e.source_reference = c.external_id), 0)`

/**
 * Credit of a child is never laid on what passed to the guardians (§ 12 of act 565/1990), except what a correction
 * or storno has moved off that very claim.
 */
const drawable = (today: IsoDate) => sql`case when exists (
    select 1 from assessment x join payer p on p.id = x.payer_id join fee_kind k on k.code = x.fee_kind_code
     where x.id = c.assessment_id and k.regime = 'local_fee' and x.last_day < ${today}::date
       and p.birth_date + interval '18 years' > x.last_day)
  then greatest(0, coalesce((
    select sum(l.amount_hal) from journal_line l join journal_entry e on e.id = l.entry_id
     where l.assessment_id = c.assessment_id and l.side = 'credit'
       and e.kind in ('correction', 'cancellation', 'allocation')), 0))
  else c.laid_hal end`

/** In a mirror only what is booked tells how much of the agenda's sum came from elsewhere. */
async function writeKnown(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    update assessment x
       set paid_elsewhere_hal = x.paid_elsewhere_hal + r.delta_hal, paid_elsewhere_as_of = s.elsewhere_as_of
      from raised r join staged s on s.row = r.row
     where r.is_mirror and r.drawn_hal + r.delta_hal > 0 and x.id = r.assessment_id`)
  await tx.execute(sql`
    update changed c
       set details = c.details || jsonb_strip_nulls(jsonb_build_object(
             'paidElsewhereHal', case when r.delta_hal > 0 then jsonb_build_object(
               'from', c.known_elsewhere_hal, 'to', c.elsewhere_hal + r.delta_hal) end,
             'creditLaidHal', case when r.drawn_hal > 0 then r.drawn_hal end))
      from raised r
     where r.is_mirror and r.drawn_hal + r.delta_hal > 0 and c.assessment_id = r.assessment_id`)
}
