import { sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { seesMonths } from './access.ts'

/** The documents of jobs numbered on one day; the sum of their debits in haléře. */
export interface DocumentDay {
  day: IsoDate
  documents: number
  controlSumHal: bigint
}

interface Row extends Record<string, unknown> {
  day: string
  documents: string
  sum_hal: string
}

const ofJobs = sql`
  select d.numbered_on::text as day, count(distinct d.entry_id) as documents,
         coalesce(sum(l.amount_hal) filter (where l.amount_hal > 0), 0) as sum_hal
    from journal_document d join journal_entry e on e.id = d.entry_id and e.actor_kind <> 'officer'
    join journal_line l on l.entry_id = d.entry_id`

const dayOf = (row: Row): DocumentDay => ({
  day: isoDate(row.day),
  documents: Number(row.documents),
  controlSumHal: BigInt(row.sum_hal),
})

/** What jobs booked under numbers of that day; null where nothing. */
export async function readDay(tx: Transaction, day: IsoDate): Promise<DocumentDay | null> {
  const [row] = await tx.execute<Row>(sql`${ofJobs} where d.numbered_on = ${day} group by d.numbered_on`)
  return row ? dayOf(row) : null
}

/** Days over which nobody has confirmed yet, oldest first; null for anybody who may not. */
export async function unconfirmedDays(
  actor: Actor,
  from: Transaction | Database = database(),
): Promise<DocumentDay[] | null> {
  if (!seesMonths(actor)) return null
  const rows = await from.execute<Row>(sql`
    ${ofJobs} where d.numbered_on < prague_today()
       and not exists (select 1 from document_batch b where b.day = d.numbered_on)
     group by d.numbered_on order by d.numbered_on`)
  return rows.map(dayOf)
}
