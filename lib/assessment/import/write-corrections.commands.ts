import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { appendAuditsFrom } from '#lib/audit/append.commands'
import type { IsoDate } from '#lib/core/dates'
import { nextEntryId, postFrom } from '#lib/ledger/post.commands'
import type { Header } from './header.ts'

/**
 * Carries changed amounts into the journal: the difference against what is assessed, down to zero for a storno
 * and for a claim that moves to another payer. What then lies above the amount becomes credit in the same entry.
 */
export async function writeCorrections(tx: Transaction, actor: Actor, today: IsoDate): Promise<void> {
  await tx.execute(sql`
    create temporary table correction on commit drop as
    select c.*, greatest(b.paid_hal - c.target_hal, 0) as excess_hal, c.target_hal - b.assessed_hal as delta_hal,
           ${nextEntryId} as entry_id
      from (select row, assessment_id, account_id, fee_kind_code, external_id,
                   case when is_storno or moves then 0 else target_hal end as target_hal,
                   case when is_storno or moves then 'cancellation' else 'correction' end as kind
              from changed) c
      join assessment_balance b on b.assessment_id = c.assessment_id
     where c.target_hal <> b.assessed_hal order by c.row`)
  await postFrom(tx, actor, {
    entries: sql`
      select entry_id as id, kind, ${today}::date as effective_on, null::date as book_on,
             external_id as source_reference, null as fingerprint
        from correction order by row`,
    lines: sql`
      select c.entry_id, line.line_number, line.account_id, line.assessment_id, line.side, line.amount_hal
        from correction c join city_account a on a.fee_kind_code = c.fee_kind_code
        cross join lateral (values (1, c.account_id, c.assessment_id, 'debit', c.delta_hal),
                                   (2, a.revenue_id, null::uuid, null, -c.delta_hal),
                                   (3, c.account_id, c.assessment_id, 'credit', c.excess_hal),
                                   (4, c.account_id, null, 'credit', -c.excess_hal))
          as line (line_number, account_id, assessment_id, side, amount_hal)
       where line.amount_hal <> 0 order by c.entry_id, line.line_number`,
  })
}

/** Writes what is not money about known claims. */
export async function writeChanges(tx: Transaction, header: Header): Promise<void> {
  const keepsOriginal = !header.positions.has('puvodni_splatnost')
  const keepsParent = !header.positions.has('k_predpisu')
  await tx.execute(sql`
    update assessment x set superseded_at = now() from changed c where c.moves and x.id = c.assessment_id`)
  await tx.execute(sql`
    update assessment x
       set cancelled_at = coalesce(x.cancelled_at, now()),
           paid_elsewhere_hal = coalesce(c.elsewhere_hal, x.paid_elsewhere_hal),
           paid_elsewhere_as_of = case when c.elsewhere_hal is null then x.paid_elsewhere_as_of
                                       else c.elsewhere_as_of end
      from changed c where c.is_storno and x.id = c.assessment_id`)
  await tx.execute(sql`
    update assessment x
       set period = s.period, due_on = s.due_on,
           last_day = case when x.due_on = s.due_on then x.last_day else s.last_day end,
           original_due_on = case when ${keepsOriginal} then x.original_due_on else s.original_due_on end,
           parent_id = case when ${keepsParent} then x.parent_id else r.parent_id end,
           variable_symbol = s.variable_symbol, specific_symbol = s.specific_symbol, note = s.note,
           cancelled_at = null,
           paid_elsewhere_hal = coalesce(c.elsewhere_hal, x.paid_elsewhere_hal),
           paid_elsewhere_as_of = case when c.elsewhere_hal is null then x.paid_elsewhere_as_of
                                       else s.elsewhere_as_of end
      from changed c join staged s on s.row = c.row left join staged_parent r on r.row = c.row
     where x.id = c.assessment_id and not c.is_storno and not c.moves and c.details <> '{}'`)
}

/** One audit record for each changed claim, once its money is booked. */
export async function auditChanges(tx: Transaction, actor: Actor): Promise<void> {
  await appendAuditsFrom(
    tx,
    actor,
    sql`select case when is_storno and cancelled_at is null then 'assessment.cancelled'
                    when is_revived then 'assessment.revived' else 'assessment.corrected' end as action,
               'assessment' as subject_kind, assessment_id::text as subject_id, payer_id,
               details || jsonb_build_object('externalId', external_id) as details
          from changed where is_storno or details <> '{}' order by row`,
  )
}
