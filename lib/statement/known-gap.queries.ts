import { sql } from 'drizzle-orm'
import type { Reader } from '#db/client'
import { type IsoDate, isoDate } from '#lib/core/dates'

/**
 * The first day of the earliest stretch of an account in which movements are missing, or null where none are: between
 * two balances its statements tell, what was booked is not their difference. Of two statements about one day the later
 * imported is right, since a bank may book a movement many days back.
 */
export async function firstMissingDay(reader: Reader, account: string): Promise<IsoDate | null> {
  const [row] = await reader.execute<{ day: string | null }>(sql`
    with s as (
      select id, from_on, to_on, opening_hal, closing_hal from statement_in_force
       where bank_account = ${account} and opening_hal is not null and closing_hal is not null
    ), told as (
      select id, from_on - 1 as day, opening_hal as balance_hal from s
      union all select id, to_on, closing_hal from s
    ), kept as (
      select distinct on (day) day, balance_hal from told t
       where not exists (select 1 from s later where later.id > t.id
                            and t.day between later.from_on - 1 and later.to_on)
       order by day, id desc
    ), pair as (
      select day, balance_hal, lead(day) over (order by day) as next_day,
             lead(balance_hal) over (order by day) as next_hal
        from kept
    )
    select min(p.day + 1)::text as day from pair p
     where p.next_hal - p.balance_hal <>
           (select coalesce(sum(b.amount_hal), 0) from bank_entry b
             where b.bank_account = ${account} and b.booked_on > p.day and b.booked_on <= p.next_day)`)
  return row?.day ? isoDate(row.day) : null
}
