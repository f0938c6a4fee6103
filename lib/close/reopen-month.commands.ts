import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { yearOf } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { mayClose } from './access.ts'
import { type AccountingMonth, firstDay, monthLock } from './rules.ts'

export type ReopenProblem = 'not_last_closed' | 'same_officer' | 'no_reason' | 'year_closed'

/**
 * Opens the last closed month again, for a reason and by another officer, unless its year is closed too. Null for anybody who may
 * not.
 */
export async function reopenMonth(
  actor: Officer,
  wish: { month: AccountingMonth; reason: string },
): Promise<Result<null, ReopenProblem> | null> {
  if (!mayClose(actor)) return null
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${monthLock})`)
    const [latest] = await tx.execute<{ month: string; kind: string; officer_id: string }>(sql`
      select month::text, kind, officer_id from accounting_month_event order by id desc limit 1`)
    if (latest?.kind !== 'closed' || latest.month !== firstDay(wish.month)) return fail('not_last_closed')
    if (latest.officer_id === actor.identityId) return fail('same_officer')
    const nextYear = yearOf(firstDay(wish.month)) + 1
    const closedYear = await tx.execute(sql`select 1 from yearly_opening where year = ${nextYear} limit 1`)
    if (closedYear.length > 0) return fail('year_closed')
    await tx.execute(sql`
      insert into accounting_month_event (month, kind, reason, officer_id)
      values (${latest.month}, 'reopened', ${reason}, ${actor.identityId})`)
    await appendAudit(tx, actor, {
      action: 'month.reopen',
      subjectKind: 'accounting_month',
      subjectId: wish.month,
    })
    return ok(null)
  })
}
