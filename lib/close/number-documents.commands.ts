import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { numberingLock } from './rules.ts'

/**
 * Gives every entry of the journal that has none its document number (§§ 149–150 of the tax code), in the order of the
 * journal within each series and year. An entry that is still being written is not seen and gets its number next time,
 * so no number is ever left out. Returns how many were given.
 */
export async function numberDocuments(_actor: Job): Promise<number> {
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${numberingLock})`)
    // Once a day the whole journal is looked through. Numbers of transactions would tell faster where to begin, but
    // they start anew in a restored database.
    const [last] = await tx.execute<{ since: string; is_today: boolean }>(sql`
      select coalesce(r.at - interval '2 days', '-infinity')::text as since, r.at is not null as is_today
        from (select 1) one left join lateral (
          select at from document_run
           where (at at time zone 'Europe/Prague')::date = prague_today() order by id desc limit 1) r on true`)
    const numbered = await tx.execute<{ count: string }>(sql`
      with fresh as (
        select e.id, extract(year from e.booked_on)::smallint as year,
               case
                 when e.kind = 'assessment' then 'assessment'
                 when e.kind in ('cancellation', 'receivable_written_off') then 'write_off'
                 when e.kind = 'correction' then case when coalesce((
                   select sum(l.amount_hal) from journal_line l where l.entry_id = e.id and l.side = 'debit'), 0) < 0
                   then 'write_off' else 'assessment' end
                 when e.kind in ('reversal', 'allocation', 'credit_transfer', 'chargeback', 'day_correction',
                                 'receivable_offset') then 'correction'
                 else 'payment' end as series
          from journal_entry e
         where e.recorded_at >= ${last?.since ?? '-infinity'}::timestamptz
           and not exists (select 1 from journal_document d where d.entry_id = e.id)
      ), last as (
        select series, year, max(number) as number from journal_document group by series, year
      ), written as (
        insert into journal_document (entry_id, series, year, number, numbered_on)
        select f.id, f.series, f.year,
               coalesce(l.number, 0) + row_number() over (partition by f.series, f.year order by f.id), prague_today()
          from fresh f left join last l on l.series = f.series and l.year = f.year
        returning 1
      )
      select count(*) as count from written`)
    const count = Number(numbered[0]?.count ?? 0)
    if (count > 0 || !last?.is_today)
      await tx.execute(sql`insert into document_run (numbered) values (${count})`)
    return count
  })
}
