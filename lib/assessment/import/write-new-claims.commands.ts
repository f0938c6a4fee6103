import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { nextEntryId, planAnew, postFrom } from '#lib/ledger/post.commands'
import { newRowId } from './row-ids.queries.ts'

/** So many rows go into the tables at a time, so that the server's memory stays flat too. */
const rowsAtOnce = 100_000

/** The rows that become new claims: unknown ones, and those whose claim moved to another payer. */
export async function stageNewClaims(tx: Transaction): Promise<void> {
  await tx.execute(sql`
    create temporary table new_claim on commit drop as
    select s.row, ${newRowId(sql`s.row`)} as id, p.payer_id, a.id as account_id,
           s.component <> 'principal' as is_accessory, ${nextEntryId} as entry_id
      from staged s
      join staged_payer p on p.external_id = s.payer_external_id
      join staged_account a on a.payer_id = p.payer_id and a.fee_kind_code = s.fee_kind_code
      left join assessment x on x.external_id = s.external_id and x.superseded_at is null
     where not s.is_storno and (x.id is null or x.payer_id <> p.payer_id)
     order by s.row`)
  await tx.execute(sql`create index on new_claim (row)`)
  await tx.execute(sql`analyze new_claim`)
  await tx.execute(sql`
    create temporary table staged_parent on commit drop as
    select s.row, coalesce(n.id, a.id) as parent_id
      from staged s
      left join (staged t join new_claim n on n.row = t.row) on t.external_id = s.parent_external_id
      left join assessment a on a.external_id = s.parent_external_id and a.superseded_at is null
     where s.parent_external_id is not null`)
}

/**
 * Writes the new claims, each with its own entry: the personal account owes the amount, the revenue gains it.
 * The entry's legal day is the due date. Principals go first, since accessories refer to them.
 */
export async function writeNewClaims(tx: Transaction, actor: Actor, lastRow: number): Promise<void> {
  const [counts] = await tx.execute<{ accessories: string }>(
    sql`select count(*) filter (where is_accessory) as accessories from new_claim`,
  )
  for (const isAccessory of Number(counts?.accessories) > 0 ? [false, true] : [false]) {
    for (let from = 0; from < lastRow; from += rowsAtOnce) {
      await writePart(
        tx,
        actor,
        sql`n.row > ${from} and n.row <= ${from + rowsAtOnce} and n.is_accessory = ${isAccessory}`,
      )
    }
  }
}

async function writePart(tx: Transaction, actor: Actor, part: ReturnType<typeof sql>): Promise<void> {
  // Statements before this one fired the journal's trigger over a few lines or none, in a journal maybe still empty.
  await tx.execute(planAnew)
  await tx.execute(sql`
    insert into assessment (id, external_id, payer_id, fee_kind_code, account_id, period, component, parent_id,
                            due_on, last_day, original_due_on, legal_state, variable_symbol, specific_symbol, note,
                            paid_elsewhere_hal, paid_elsewhere_as_of)
    select n.id, s.external_id, n.payer_id, s.fee_kind_code, n.account_id, s.period, s.component, r.parent_id,
           s.due_on, s.last_day, s.original_due_on, s.legal_state, s.variable_symbol, s.specific_symbol, s.note,
           case when k.posting = 'book' then coalesce(s.elsewhere_hal, 0) else 0 end, s.elsewhere_as_of
      from new_claim n join staged s on s.row = n.row join fee_kind k on k.code = s.fee_kind_code left join staged_parent r on r.row = n.row
     where ${part} order by n.row`)
  await postFrom(tx, actor, {
    entries: sql`
      select n.entry_id as id, 'assessment' as kind, s.due_on as effective_on, null::date as book_on,
             s.external_id as source_reference, null as fingerprint
        from new_claim n join staged s on s.row = n.row where ${part} order by n.row`,
    lines: sql`
      select n.entry_id, line.line_number, line.account_id, line.assessment_id, line.side, line.amount_hal
        from new_claim n join staged s on s.row = n.row
        join city_account c on c.fee_kind_code = s.fee_kind_code
        cross join lateral (values (1, n.account_id, n.id, 'debit', s.amount_hal),
                                   (2, c.revenue_id, null::uuid, null, -s.amount_hal))
          as line (line_number, account_id, assessment_id, side, amount_hal)
       where ${part}`,
  })
}
