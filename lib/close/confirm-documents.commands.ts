import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Officer } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { now } from '#lib/core/clock'
import { type IsoDate, pragueDate } from '#lib/core/dates'
import { fail, ok, type Result } from '#lib/core/result'
import { mayClose } from './access.ts'
import { readDay } from './documents.queries.ts'
import { numberingLock } from './rules.ts'

export type ConfirmProblem = 'not_over' | 'nothing' | 'sum_changed' | 'already'

/**
 * Confirms what jobs booked and got its numbers on that day, as one batch. `seenSumHal` is the sum of debits the
 * officer saw. Null for anybody who may not.
 */
export async function confirmDocuments(
  actor: Officer,
  wish: { day: IsoDate; seenSumHal: bigint },
): Promise<Result<null, ConfirmProblem> | null> {
  if (!mayClose(actor)) return null
  if (wish.day >= pragueDate(now())) return fail('not_over')
  return database().transaction(async (tx) => {
    // A numbering that began before midnight may still be adding to the day.
    await tx.execute(sql`select pg_advisory_xact_lock(${numberingLock})`)
    const day = await readDay(tx, wish.day)
    if (!day) return fail('nothing')
    if (day.controlSumHal !== wish.seenSumHal) return fail('sum_changed')
    const [written] = await tx.execute(sql`
      insert into document_batch (day, documents, control_sum_hal, officer_id)
      values (${wish.day}, ${day.documents}, ${day.controlSumHal}, ${actor.identityId})
      on conflict do nothing returning day`)
    if (!written) return fail('already')
    await appendAudit(tx, actor, {
      action: 'documents.confirm',
      subjectKind: 'document_batch',
      subjectId: wish.day,
      details: { documents: day.documents, controlSumHal: String(day.controlSumHal) },
    })
    return ok(null)
  })
}
