import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import type { IsoDate } from '#lib/core/dates'
import { collect } from './collect-remarks.queries.ts'
import { insertEntries, nextEntryId, planAnew } from './insert-entries.commands.ts'
import type { KnownDay, Remarks } from './report.ts'

/** Refuses a lowered sum whose money is no longer here: it was credit and lies on other claims by now. */
export async function checkPaidElsewhere(tx: Transaction, faults: Remarks): Promise<void> {
  await collect(
    tx,
    faults,
    sql`select c.row, 'uhrazeno' as column_name, s.elsewhere_hal::text as value, '' as other
          from changed c join staged s on s.row = c.row
          join (select c.account_id, sum(greatest(c.lowered_hal - b.paid_hal, 0)) as short_hal
                  from changed c join assessment_balance b on b.assessment_id = c.assessment_id
                 where c.lowered_hal > 0 group by c.account_id) d
            on d.account_id = c.account_id
          join account_balance ab on ab.account_id = c.account_id
         where c.lowered_hal > 0 and d.short_hal > ab.credit_hal`,
    () => 'uhrazenou částku nelze snížit, její část už leží na jiném předpisu',
  )
}

/**
 * Takes out what an agenda no longer has as paid there, as of that day and before amounts are corrected: from the
 * claim first, then from the credit.
 */
export async function writeLowered(tx: Transaction, actor: Actor): Promise<void> {
  await tx.execute(sql`
    create temporary table lowered on commit drop as
    select c.row, c.assessment_id, c.account_id, c.fee_kind_code, c.lowered_hal,
           least(c.lowered_hal, b.paid_hal) as from_claim_hal, ${nextEntryId} as entry_id
      from changed c join assessment_balance b on b.assessment_id = c.assessment_id
     where c.lowered_hal > 0 order by c.row`)
  await tx.execute(
    insertEntries(
      actor,
      sql`select d.entry_id as id, 'paid_elsewhere' as kind, s.elsewhere_as_of as effective_on,
                 s.external_id as source_reference
            from lowered d join staged s on s.row = d.row order by d.row`,
    ),
  )
  await tx.execute(planAnew)
  await tx.execute(sql`
    insert into journal_line (entry_id, line_number, account_id, assessment_id, side, amount_hal)
    select d.entry_id, line.number, line.account_id, line.assessment_id, line.side, line.amount_hal
      from lowered d join city_account a on a.fee_kind_code = d.fee_kind_code
      cross join lateral (values (1, d.account_id, d.assessment_id, 'credit', d.from_claim_hal),
                                 (2, d.account_id, null::uuid, 'credit', d.lowered_hal - d.from_claim_hal),
                                 (3, a.elsewhere_id, null, null, -d.lowered_hal))
        as line (number, account_id, assessment_id, side, amount_hal)
     where line.amount_hal <> 0 order by d.entry_id, line.number`)
}

/**
 * Told so, payments of every fee kind in the file are known until that day; it never moves back. Rows alone say
 * nothing of it: `stav_k` holds for its row, and a file of a few rows knows nothing about everybody else's money.
 */
export async function moveKnownDays(tx: Transaction, actor: Actor, day: IsoDate): Promise<KnownDay[]> {
  const { actorKind, actorId } = actorReference(actor)
  const moved = await tx.execute<{ code: string; day: IsoDate }>(sql`
    with before as (
      select code, payments_known_until as day from fee_kind
       where code in (select fee_kind_code from staged)
         and (payments_known_until is null or payments_known_until < ${day}) for update
    ), moved as (
      update fee_kind k set payments_known_until = ${day} from before b where b.code = k.code
      returning k.code, k.sort_order
    ), told as (
      insert into audit_entry (actor_kind, actor_id, action, subject_kind, subject_id, details)
      select ${actorKind}, ${actorId}, 'fee_kind.payments_known_until', 'fee_kind', code,
             jsonb_build_object('day', ${day}::text, 'before', day) from before order by code
    )
    select code, ${day}::text as day from moved order by sort_order`)
  return [...moved]
}
