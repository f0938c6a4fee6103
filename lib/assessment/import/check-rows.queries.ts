import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Sentences } from '#lib/i18n/sentences'
import { collect } from './collect-remarks.queries.ts'
import { sentence } from './import-sentences.ts'
import type { Remarks } from './report.ts'

/** What only the whole file together tells: claims named twice, and parents. */
export async function checkRows(tx: Transaction, faults: Remarks): Promise<void> {
  await collect(
    tx,
    faults,
    sql`select s.row, 'id_predpisu' as column_name, s.external_id as value, d.first_row as other
          from (select external_id, min(row) as first_row from staged where external_id is not null
                 group by external_id having count(*) > 1) d
          join staged s on s.external_id = d.external_id and s.row > d.first_row`,
    ({ other }) => sentence('together.twice', { row: other ?? '' }),
  )
  const parents = sql`
    select distinct on (s.row) s.row, 'k_predpisu' as column_name, s.parent_external_id as value,
           case when t.row is null and a.id is null then 'missing'
                when t.is_faulty then null
                when coalesce(t.component, a.component) <> 'principal' then 'accessory'
                when coalesce(t.payer_external_id, ap.external_id) <> s.payer_external_id then 'payer'
                when coalesce(t.fee_kind_code, a.fee_kind_code) <> s.fee_kind_code then 'kind' end as other
      from staged s
      left join staged t on t.external_id = s.parent_external_id
      left join assessment a on a.external_id = s.parent_external_id and a.superseded_at is null
      left join payer ap on ap.id = a.payer_id
     where s.parent_external_id is not null and not s.is_faulty order by s.row`
  await collect(tx, faults, sql`select * from (${parents}) as parent where other is not null`, ({ other }) =>
    sentence(`parent.${other as keyof Sentences['import']['parent']}`),
  )
}

/** Numbers without the leading zeros with which the portal knows them: they would make a second claim or payer. */
export async function checkLostZeros(tx: Transaction, faults: Remarks): Promise<void> {
  await collect(
    tx,
    faults,
    sql`select s.row, 'id_predpisu' as column_name, s.external_id as value, a.external_id as other
          from staged s join assessment a on a.external_id like '0%' and ltrim(a.external_id, '0') = s.external_id
         where s.external_id ~ '^[1-9][0-9]*$' and a.superseded_at is null
           and not exists (select 1 from assessment k where k.external_id = s.external_id)`,
    ({ other }) => sentence('together.zeros', { known: other ?? '' }),
  )
  await collect(
    tx,
    faults,
    sql`select min(s.row) as row, 'id_poplatnika' as column_name, s.payer_external_id as value, p.external_id as other
          from staged s join payer p on p.external_id like '0%' and ltrim(p.external_id, '0') = s.payer_external_id
         where s.payer_external_id ~ '^[1-9][0-9]*$'
           and not exists (select 1 from payer k where k.external_id = s.payer_external_id)
         group by s.payer_external_id, p.external_id`,
    ({ other }) => sentence('together.zeros', { known: other ?? '' }),
  )
}

/** One symbol of two payers: money paid by it cannot be told apart. Cancelled claims do not count. */
export async function warnOfSharedSymbols(tx: Transaction, warnings: Remarks): Promise<void> {
  await collect(
    tx,
    warnings,
    sql`select min(s.row) as row, 'vs' as column_name, s.variable_symbol as value, max(s.row) as other
          from staged s where s.variable_symbol is not null and not s.is_storno
         group by s.variable_symbol having min(s.payer_external_id) <> max(s.payer_external_id)`,
    ({ other }) => sentence('together.symbolInFile', { row: other ?? '' }),
  )
  await collect(
    tx,
    warnings,
    sql`select min(s.row) as row, 'vs' as column_name, s.variable_symbol as value, '' as other
          from staged s
          join assessment a on a.variable_symbol = s.variable_symbol
               and a.superseded_at is null and a.cancelled_at is null
          join payer p on p.id = a.payer_id
         where p.external_id <> s.payer_external_id and not s.is_storno
           and not exists (select 1 from staged t where t.external_id = a.external_id)
         group by s.variable_symbol`,
    () => sentence('together.symbolInPortal'),
  )
}
