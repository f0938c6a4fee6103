import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { appendAuditsFrom } from '#lib/audit/append.commands'
import type { IsoDate } from '#lib/core/dates'

/**
 * Links a child's guardians (§ 12 of act 565/1990) named by the file: from the birth to the day before the child comes
 * of age, or from today without an end where the birth date is unknown. A link the file no longer names stays; it ends
 * only by its day or by a clerk.
 */
export async function writeGuardians(tx: Transaction, actor: Actor, today: IsoDate): Promise<void> {
  await tx.execute(sql`
    create temporary table new_link on commit drop as
    select distinct on (g.payer_id, p.payer_id) s.row, g.payer_id as acting_payer_id, p.payer_id as for_payer_id,
           coalesce(child.birth_date, ${today}::date) as valid_from,
           (child.birth_date + interval '18 years')::date - 1 as valid_to
      from staged s
      join staged_payer p on p.external_id = s.payer_external_id
      join payer child on child.id = p.payer_id
      cross join lateral unnest(string_to_array(s.guardians, '|')) as named (external_id)
      join lateral (select id as payer_id from payer where external_id = named.external_id) g on true
     where s.guardians is not null
       and not exists (
         select 1 from payer_link l
          where l.acting_payer_id = g.payer_id and l.for_payer_id = p.payer_id and l.kind = 'guardian'
            and (l.valid_to is null or l.valid_to >= ${today}::date
                 or l.valid_from = coalesce(child.birth_date, ${today}::date)))
     order by g.payer_id, p.payer_id, s.row`)
  await tx.execute(sql`
    insert into payer_link (acting_payer_id, for_payer_id, kind, valid_from, valid_to, source)
    select acting_payer_id, for_payer_id, 'guardian', valid_from, valid_to, 'import' from new_link order by row`)
  await appendAuditsFrom(
    tx,
    actor,
    sql`select 'payer_link.created' as action, 'payer' as subject_kind, for_payer_id::text as subject_id,
               for_payer_id as payer_id, jsonb_build_object('guardian', acting_payer_id) as details
          from new_link order by row`,
  )
}
