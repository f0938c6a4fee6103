import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { isoDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { mayClose } from './access.ts'
import { monthLock } from './rules.ts'

/**
 * Closes a year whose months are all closed: writes with what each account begins the next one. The journal itself goes
 * on; `ledger verify` compares the two. Returns how many accounts begin with something; null for anybody who may not.
 */
export async function closeYear(
  actor: Officer,
  year: number,
): Promise<Result<{ accounts: number }, 'months_open' | 'already' | 'nothing'> | null> {
  if (!mayClose(actor)) return null
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock_shared(${monthLock})`)
    const begin = isoDate(`${year + 1}-01-01`)
    const [open] = await tx.execute<{ is_closed: boolean | null }>(
      sql`select first_open_day() >= ${begin}::date as is_closed`,
    )
    if (!open?.is_closed) return fail('months_open')
    const written = await tx.execute(sql`
      insert into yearly_opening (year, account_id, balance_hal)
      select ${year + 1}, l.account_id, sum(l.amount_hal)
        from journal_line l join journal_entry e on e.id = l.entry_id
       where e.booked_on < ${begin} group by l.account_id having sum(l.amount_hal) <> 0
      on conflict do nothing returning account_id`)
    if (written.length === 0) {
      const [kept] = await tx.execute(sql`select 1 from yearly_opening where year = ${year + 1} limit 1`)
      return fail(kept ? 'already' : 'nothing')
    }
    await appendAudit(tx, actor, {
      action: 'year.close',
      subjectKind: 'accounting_year',
      subjectId: String(year),
      details: { accounts: written.length },
    })
    return ok({ accounts: written.length })
  })
}
