import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { appendAuditsFrom } from '#lib/audit/append.commands'
import { collect } from './collect-remarks.queries.ts'
import { sentence } from './import-sentences.ts'
import type { Remarks } from './report.ts'
import { newRowId } from './row-ids.queries.ts'

/** Who a payer is, as two rows of one file must tell alike. */
const description = sql.raw(
  `payer_kind, given_name, family_name, organisation_name, birth_date, company_id, birth_number_lookup`,
)

/** The payers of the file, each by its first row, known ones with their id and new ones with a fresh one. */
export async function stagePayers(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    create temporary table staged_payer on commit drop as
    select f.*, coalesce(p.id, ${newRowId(sql`f.row`)}) as payer_id, p.id is null as is_new
      from (select payer_external_id as external_id, min(row) as row,
                   min(hash_record_extended(row(${description}), 0))
                     <> max(hash_record_extended(row(${description}), 0)) as is_contradictory,
                   min(hash_record_extended(row(address, email), 0))
                     <> max(hash_record_extended(row(address, email), 0)) as moves
              from staged where not is_faulty group by payer_external_id) f
      left join payer p on p.external_id = f.external_id`)
  await tx.execute(sql`analyze staged_payer`)
}

const differing = sql.raw(`case
  when s.family_name is distinct from f.family_name then 'prijmeni'
  when s.organisation_name is distinct from f.organisation_name then 'nazev'
  when s.given_name is distinct from f.given_name then 'jmeno'
  when s.birth_date is distinct from f.birth_date then 'datum_narozeni'
  when s.company_id is distinct from f.company_id then 'ico'
  when s.birth_number_lookup is distinct from f.birth_number_lookup then 'rodne_cislo' end`)

/** One payer described in two ways; a guardian nobody knows. */
export async function checkPayers(tx: Transaction, faults: Remarks, warnings: Remarks): Promise<void> {
  await collect(
    tx,
    faults,
    sql`select s.row, ${differing} as column_name, p.row as other,
               case ${differing} when 'prijmeni' then s.family_name when 'nazev' then s.organisation_name
                 when 'jmeno' then s.given_name when 'datum_narozeni' then s.birth_date::text
                 when 'ico' then s.company_id end as value
          from staged_payer p join staged s on s.payer_external_id = p.external_id and not s.is_faulty
          join staged f on f.row = p.row
         where p.is_contradictory and ${differing} is not null`,
    ({ other }) => sentence('together.payerDiffers', { row: other ?? '' }),
  )
  await collect(
    tx,
    warnings,
    sql`select s.row, 'adresa' as column_name, p.row as other, '' as value
          from staged_payer p join staged s on s.payer_external_id = p.external_id and not s.is_faulty
          join staged f on f.row = p.row
         where p.moves and (s.address, s.email) is distinct from (f.address, f.email)`,
    ({ other }) => sentence('together.contactDiffers', { row: other ?? '' }),
  )
  await collect(
    tx,
    faults,
    sql`select s.row, 'zakonni_zastupci' as column_name, g.id as value, '' as other
          from staged s cross join lateral unnest(string_to_array(s.guardians, '|')) as g (id)
         where s.guardians is not null
           and not exists (select 1 from payer p where p.external_id = g.id)
           and not exists (select 1 from staged t where t.payer_external_id = g.id)`,
    () => sentence('together.noPayer'),
  )
}

/** Writes new payers and what changed about the known ones, each change with its audit record. */
export async function writePayers(tx: Transaction, actor: Actor, keyId: string): Promise<void> {
  await tx.execute(sql`
    insert into payer (id, external_id, kind, given_name, family_name, organisation_name, birth_date,
                       birth_number_lookup, birth_number_sealed, birth_number_key_id, company_id, address, email)
    select p.payer_id, p.external_id, s.payer_kind, s.given_name, s.family_name, s.organisation_name, s.birth_date,
           s.birth_number_lookup, s.birth_number_sealed,
           case when s.birth_number_lookup is not null then ${keyId}::text end, s.company_id, s.address, s.email
      from staged_payer p join staged s on s.row = p.row where p.is_new order by p.row`)
  // A blank birth date, birth number or IČO says nothing; a blank name, address or e-mail says there is none.
  await tx.execute(sql`
    create temporary table changed_payer on commit drop as
    select p.row, p.payer_id, array_remove(array[
             case when (x.kind, x.given_name, x.family_name, x.organisation_name) is distinct from
                       (s.payer_kind, s.given_name, s.family_name, s.organisation_name) then 'name' end,
             case when s.birth_date <> x.birth_date or (s.birth_date is not null and x.birth_date is null)
                  then 'birthDate' end,
             case when s.birth_number_lookup is not null
                       and s.birth_number_lookup is distinct from x.birth_number_lookup then 'birthNumber' end,
             case when s.company_id is not null and s.company_id is distinct from x.company_id
                  then 'companyId' end,
             case when s.address is distinct from x.address then 'address' end,
             case when s.email is distinct from x.email then 'email' end], null) as fields
      from staged_payer p join staged s on s.row = p.row join payer x on x.id = p.payer_id
     where not p.is_new`)
  await tx.execute(sql`delete from changed_payer where fields = '{}'`)
  await tx.execute(sql`
    update payer x
       set kind = s.payer_kind, given_name = s.given_name, family_name = s.family_name,
           organisation_name = s.organisation_name, birth_date = coalesce(s.birth_date, x.birth_date),
           birth_number_lookup = coalesce(s.birth_number_lookup, x.birth_number_lookup),
           birth_number_sealed = case when 'birthNumber' = any (c.fields) then s.birth_number_sealed
                                      else x.birth_number_sealed end,
           birth_number_key_id = case when 'birthNumber' = any (c.fields) then ${keyId}::text
                                      else x.birth_number_key_id end,
           company_id = coalesce(s.company_id, x.company_id), address = s.address, email = s.email
      from changed_payer c join staged s on s.row = c.row where x.id = c.payer_id`)
  await appendAuditsFrom(
    tx,
    actor,
    sql`select 'payer.updated' as action, 'payer' as subject_kind, payer_id::text as subject_id, payer_id,
               jsonb_build_object('fields', fields) as details
          from changed_payer order by row`,
  )
}
