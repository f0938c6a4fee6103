import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { yearOf } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { mayClose } from './access.ts'
import { readControlSums } from './control-sums.queries.ts'
import { keptSums, markOfMonth } from './control-sums.rules.ts'
import { readMonthObstacles, readOutsideObstacles } from './months.queries.ts'
import { obstacleText } from './report/close-sentences.ts'
import { type AccountingMonth, firstDay, mayBeCarriedOver, type Obstacle } from './rules.ts'

/** Held alone by a closing and shared by every posting, see the database's `share_open_month`. */
const monthLock = 7402620

export type CloseProblem = { kind: 'obstacles'; obstacles: Obstacle[] } | { kind: 'sums_changed' }

/**
 * Closes an accounting month: from then on nothing is booked in it. `seenMark` is the mark of what the officer saw, its sums
 * and obstacles; with `carryOverReason` what is not explained is carried over and stands in the report. Null for
 * anybody who may not.
 */
export async function closeMonth(
  actor: Officer,
  wish: { month: AccountingMonth; seenMark: string; carryOverReason: string | null },
): Promise<Result<null, CloseProblem> | null> {
  if (!mayClose(actor)) return null
  const reason = wish.carryOverReason?.trim() || null
  // Every posting waits for the lock below, so what takes long is read before it, and nothing within needs another
  // connection: those may all be held by postings that wait.
  const outside = await readOutsideObstacles(actor, wish.month)
  return database().transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${monthLock})`)
    const obstacles = [...(await readMonthObstacles(tx, wish.month)), ...outside]
    const standing = obstacles.filter((one) => !(reason && mayBeCarriedOver(one)))
    if (standing.length > 0) return fail({ kind: 'obstacles', obstacles: standing })
    const sums = await readControlSums(tx, wish.month)
    if (markOfMonth(sums, obstacles) !== wish.seenMark) return fail({ kind: 'sums_changed' })
    const carriedOver = obstacles.length > 0 ? JSON.stringify(obstacles.map(obstacleText)) : null
    await tx.execute(sql`
      insert into accounting_month_event (month, kind, control_sums, carried_over, reason, officer_id)
      values (${firstDay(wish.month)}, 'closed', ${keptSums(sums)}::jsonb, ${carriedOver}::jsonb,
              ${carriedOver === null ? null : reason}, ${actor.identityId})`)
    await appendAudit(tx, actor, {
      action: 'month.close',
      subjectKind: 'accounting_month',
      subjectId: wish.month,
      details: { mark: wish.seenMark, carriedOver: obstacles.length },
    })
    return ok(null)
  })
}

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
