import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import { openAccountsFrom } from '#lib/ledger/open-account.commands'

/** Opens the accounts the file's claims stand on and names the two the city has for each fee kind. */
export async function openAccounts(tx: Transaction): Promise<void> {
  await openAccountsFrom(
    tx,
    sql`select 'personal' as kind, c.payer_id, c.fee_kind_code
      from (select p.payer_id, s.fee_kind_code, min(s.row) as row
              from staged s join staged_payer p on p.external_id = s.payer_external_id
             where not s.is_storno group by p.payer_id, s.fee_kind_code) c
     where not exists (select 1 from account a where a.kind = 'personal' and a.payer_id = c.payer_id
                          and a.fee_kind_code = c.fee_kind_code)
     order by c.row`,
  )
  await openAccountsFrom(
    tx,
    sql`select k.kind, null::uuid as payer_id, f.fee_kind_code
          from (select distinct fee_kind_code from staged) f,
               (values ('revenue'), ('paid_elsewhere')) as k (kind)`,
  )
  // Counted anew: about rows added a moment ago the planner knows nothing.
  await tx.execute(sql`
    create temporary table staged_account on commit drop as
    select a.id, a.payer_id, a.fee_kind_code
      from staged_payer p join account a on a.payer_id = p.payer_id and a.kind = 'personal'`)
  await tx.execute(sql`analyze staged_account`)
  await tx.execute(sql`
    create temporary table city_account on commit drop as
    select fee_kind_code, min(id) filter (where kind = 'revenue') as revenue_id,
           min(id) filter (where kind = 'paid_elsewhere') as elsewhere_id
      from account where payer_id is null and kind in ('revenue', 'paid_elsewhere') and gateway is null
       and bank_account is null group by fee_kind_code`)
}
