import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { formatKc } from '#lib/core/money'
import type { Sentences } from '#lib/i18n/sentences'
import { collect } from './collect-remarks.queries.ts'
import type { Header } from './header.ts'
import { sentence } from './import-sentences.ts'
import { loweredHal, ownMoneyAfter } from './own-money.queries.ts'
import type { Remarks } from './report.ts'

/**
 * The known claims about which the file says something else than the portal, with the audit's details. A column
 * the file does not have says nothing. A sum paid elsewhere counts unless it is older than the one known.
 * Their accounts are locked; balances are read only after that.
 */
export async function stageChanges(tx: Transaction, header: Header): Promise<void> {
  const has = (name: 'typ' | 'k_predpisu' | 'puvodni_splatnost') => header.positions.has(name)
  await tx.execute(sql`
    create temporary table changed on commit drop as
    select c.*, not c.is_storno and c.cancelled_at is not null as is_revived, c.payer_id <> c.new_payer_id as moves,
           case when c.payer_id = c.new_payer_id then ${loweredHal} else 0 end as lowered_hal
      from (
        select s.row, x.id as assessment_id, x.account_id, x.fee_kind_code, x.payer_id, x.cancelled_at,
               p.payer_id as new_payer_id, s.is_storno, s.external_id, s.amount_hal as target_hal,
               k.posting <> 'book' as is_mirror, b.paid_hal, s.elsewhere_as_of,
               case when s.elsewhere_as_of >= coalesce(x.paid_elsewhere_as_of, s.elsewhere_as_of)
                    then s.elsewhere_hal end as told_hal,
               x.fee_kind_code <> s.fee_kind_code as changes_kind,
               ${has('typ')} and x.component <> s.component as changes_component,
               coalesce(s.elsewhere_as_of < x.paid_elsewhere_as_of, false) as is_stale,
               case when s.is_storno then '{}' else jsonb_strip_nulls(jsonb_build_object(
                 'amountHal', case when b.assessed_hal <> s.amount_hal or x.cancelled_at is not null
                   then jsonb_build_object('from', b.assessed_hal, 'to', s.amount_hal) end,
                 'period', case when x.period <> s.period
                   then jsonb_build_object('from', x.period, 'to', s.period) end,
                 'dueOn', case when x.due_on <> s.due_on
                   then jsonb_build_object('from', x.due_on, 'to', s.due_on) end,
                 'originalDueOn', case when ${has('puvodni_splatnost')} and x.original_due_on is distinct from s.original_due_on
                   then jsonb_build_object('from', x.original_due_on, 'to', s.original_due_on) end,
                 'variableSymbol', case when x.variable_symbol is distinct from s.variable_symbol
                   then jsonb_build_object('from', x.variable_symbol, 'to', s.variable_symbol) end,
                 'specificSymbol', case when x.specific_symbol is distinct from s.specific_symbol
                   then jsonb_build_object('from', x.specific_symbol, 'to', s.specific_symbol) end,
                 'note', case when x.note is distinct from s.note then true end,
                 'parent', case when ${has('k_predpisu')} and px.external_id is distinct from s.parent_external_id
                   then jsonb_build_object('from', px.external_id, 'to', s.parent_external_id) end,
                 'payer', case when x.payer_id <> p.payer_id
                   then jsonb_build_object('from', x.payer_id, 'to', p.payer_id) end)) end as details,
               x.paid_elsewhere_hal as known_elsewhere_hal
          from staged s
          join assessment x on x.external_id = s.external_id and x.superseded_at is null
          join staged_payer p on p.external_id = s.payer_external_id
          join fee_kind k on k.code = x.fee_kind_code
          join assessment_balance b on b.assessment_id = x.id
          left join assessment px on px.id = x.parent_id
         where not s.is_faulty) c
     where case when c.is_storno then c.cancelled_at is null or c.payer_id <> c.new_payer_id
                     or c.told_hal < c.known_elsewhere_hal or not c.is_mirror and c.told_hal > c.known_elsewhere_hal
                else c.details <> '{}' or c.changes_kind or c.changes_component or c.is_stale
                     or case when c.is_mirror then ${loweredHal} > 0 or c.told_hal > c.paid_hal - ${ownMoneyAfter}
                             else c.told_hal <> c.known_elsewhere_hal end end`)
  // What the claim will have as paid elsewhere; in a mirror, what is raised comes to it later.
  await tx.execute(sql`alter table changed add column elsewhere_hal bigint`)
  await tx.execute(sql`
    update changed set elsewhere_hal = case
        when not is_mirror or is_storno and cancelled_at is not null then told_hal
        else known_elsewhere_hal - lowered_hal end
     where told_hal is not null and not moves`)
  await tx.execute(sql`update changed set details = details || jsonb_build_object('paidElsewhereHal',
    jsonb_build_object('from', known_elsewhere_hal, 'to', elsewhere_hal)) where elsewhere_hal <> known_elsewhere_hal`)
  await tx.execute(sql`analyze changed`)
  await tx.execute(sql`select count(*) from lock_accounts(array(select account_id from changed))`)
}

/** Changes that are not a correction: the office has to cancel the claim and make a new one. */
export async function checkChanges(tx: Transaction, faults: Remarks, warnings: Remarks): Promise<void> {
  const refused = sql`
    select c.row, r.column_name, r.value, r.reason as other
      from changed c join staged s on s.row = c.row join assessment_balance b on b.assessment_id = c.assessment_id
      cross join lateral (values
        ('druh', s.fee_kind_code, 'kind', c.changes_kind),
        ('typ', '', 'component', c.changes_component),
        ('id_poplatnika', s.payer_external_id, 'storno', c.moves and c.is_storno),
        ('id_poplatnika', s.payer_external_id, 'money', c.moves and not c.is_storno
           and (b.paid_hal > 0 or c.known_elsewhere_hal > 0)),
        ('id_poplatnika', s.payer_external_id, 'accessories', c.moves and not c.is_storno and exists (
           select 1 from assessment y where y.parent_id = c.assessment_id and y.superseded_at is null
              and y.cancelled_at is null and not exists (
                select 1 from changed d where d.assessment_id = y.id and (d.moves or d.is_storno))))
      ) as r (column_name, value, reason, applies)
     where r.applies`
  await collect(tx, faults, refused, ({ other }) =>
    sentence(`change.${other as keyof Sentences['import']['change']}`),
  )
  await collect(
    tx,
    faults,
    sql`select s.row, 'typ_radku' as column_name, 'storno' as value, '' as other from staged s
         where s.is_storno and not s.is_faulty and not exists (
           select 1 from assessment x where x.external_id = s.external_id and x.superseded_at is null)`,
    () => sentence('change.unknown'),
  )
  await warn(tx, warnings)
}

async function warn(tx: Transaction, warnings: Remarks): Promise<void> {
  await collect(
    tx,
    warnings,
    sql`select c.row, 'typ_radku' as column_name, '' as value, '' as other from changed c where c.is_revived`,
    () => sentence('changeWarning.revived'),
  )
  await collect(
    tx,
    warnings,
    sql`select c.row, 'stav_k' as column_name, s.elsewhere_as_of::text as value, '' as other
          from changed c join staged s on s.row = c.row where c.is_stale`,
    () => sentence('changeWarning.stale'),
  )
  await collect(
    tx,
    warnings,
    sql`select c.row, 'typ_radku' as column_name, 'storno' as value, '' as other from changed c
         where c.is_storno and exists (
           select 1 from assessment y where y.parent_id = c.assessment_id and y.superseded_at is null
              and y.cancelled_at is null
              and not exists (select 1 from changed d where d.assessment_id = y.id and d.is_storno))`,
    () => sentence('changeWarning.accessories'),
  )
  await collect(
    tx,
    warnings,
    sql`select c.row, 'uhrazeno' as column_name, '' as value, c.known_elsewhere_hal as other
          from changed c join staged s on s.row = c.row
         where c.is_storno and c.cancelled_at is null and s.elsewhere_hal is null and c.known_elsewhere_hal > 0`,
    ({ other }) => sentence('changeWarning.credit', { amount: formatKc(BigInt(other ?? 0)) }),
  )
}
