import { sql } from 'drizzle-orm'
import type { Reader } from '#db/client'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { instantAt, now } from '#lib/core/clock'
import { isoDate, pragueDate } from '#lib/core/dates'
import { seesMonths } from './access.ts'
import { type AccountingMonth, monthOfDay, nextMonth } from './rules.ts'

/** How one month stands. */
export interface MonthState {
  month: AccountingMonth
  closed: { at: Date; officerName: string; carriedOver: string[]; reason: string | null } | null
}

/** The first month that is still open; null while nothing was ever booked. */
export async function firstOpenMonth(tx: Reader): Promise<AccountingMonth | null> {
  const [row] = await tx.execute<{ day: string | null }>(sql`
    select coalesce(first_open_day(), (select min(booked_on) from journal_entry))::text as day`)
  return row?.day ? monthOfDay(isoDate(row.day)) : null
}

/** Closed months and the open ones until now, newest first; null for anybody who may not. */
export async function listMonths(actor: Actor): Promise<MonthState[] | null> {
  if (!seesMonths(actor)) return null
  const closed = await database().execute<{
    month: string
    at_ms: string
    officer: string
    carried_over: string[] | null
    reason: string | null
  }>(sql`
    select e.month::text, extract(epoch from e.at) * 1000 as at_ms, e.carried_over, e.reason,
           concat_ws(' ', i.given_name, i.family_name) as officer
      from (select distinct on (month) * from accounting_month_event order by month, id desc) e
      join identity i on i.id = e.officer_id
     where e.kind = 'closed' order by e.month desc`)
  const months: MonthState[] = closed.map((row) => ({
    month: monthOfDay(isoDate(row.month)),
    closed: {
      at: instantAt(Number(row.at_ms)),
      officerName: row.officer,
      carriedOver: row.carried_over ?? [],
      reason: row.reason,
    },
  }))
  const open = await firstOpenMonth(database())
  const current = monthOfDay(pragueDate(now()))
  for (let month = open; month && month <= current; month = nextMonth(month)) {
    months.unshift({ month, closed: null })
  }
  return months
}
