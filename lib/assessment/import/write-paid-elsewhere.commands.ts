import { sql } from 'drizzle-orm'
import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import type { IsoDate } from '#lib/core/dates'
import { moveKnownUntil } from '#lib/fee/known-until.commands'
import { nextEntryId, postFrom } from '#lib/ledger/post.commands'
import { collect } from './collect-remarks.queries.ts'
import { sentence } from './import-sentences.ts'
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
    () => sentence('change.lowered'),
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
  await postFrom(tx, actor, {
    entries: sql`
      select d.entry_id as id, 'paid_elsewhere' as kind, s.elsewhere_as_of as effective_on, null::date as book_on,
             s.external_id as source_reference, null as fingerprint
        from lowered d join staged s on s.row = d.row order by d.row`,
    lines: sql`
      select d.entry_id, line.line_number, line.account_id, line.assessment_id, line.side, line.amount_hal
        from lowered d join city_account a on a.fee_kind_code = d.fee_kind_code
        cross join lateral (values (1, d.account_id, d.assessment_id, 'credit', d.from_claim_hal),
                                   (2, d.account_id, null::uuid, 'credit', d.lowered_hal - d.from_claim_hal),
                                   (3, a.elsewhere_id, null, null, -d.lowered_hal))
          as line (line_number, account_id, assessment_id, side, amount_hal)
       where line.amount_hal <> 0 order by d.entry_id, line.line_number`,
  })
}

/**
 * Told so, payments of every fee kind in the file are known until that day; it never moves back. Rows alone say
 * nothing of it: `stav_k` holds for its row, and a file of a few rows knows nothing about everybody else's money.
 */
export async function moveKnownDays(tx: Transaction, actor: Actor, day: IsoDate): Promise<KnownDay[]> {
  const told = await tx.execute<{ code: string }>(sql`select distinct fee_kind_code as code from staged`)
  const codes = told.map(({ code }) => code)
  return (await moveKnownUntil(tx, actor, codes, day)).map((code) => ({ code, day }))
}
