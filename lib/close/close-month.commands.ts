import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { fail, ok, type Result } from '#lib/core/result'
import { mayClose } from './access.ts'
import { readControlSums } from './control-sums.queries.ts'
import { keptSums, markOfMonth } from './control-sums.rules.ts'
import { readMonthObstacles, readOutsideObstacles } from './obstacles.queries.ts'
import { obstacleText } from './report/close-sentences.ts'
import { type AccountingMonth, firstDay, mayBeCarriedOver, monthLock, type Obstacle } from './rules.ts'

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
