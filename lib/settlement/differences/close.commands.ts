import { database } from '#db/client'
import { settlementClosing } from '#db/schema/settlement'
import type { Officer } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { appendAudit } from '#lib/audit/append.commands'
import { fail, ok, type Result } from '#lib/core/result'
import { mayDecide } from '../access.ts'
import { openDifferences } from './open.queries.ts'

export type ClosingProblem = 'no_reason' | 'amount_changed' | 'not_open'

/**
 * Closes a difference that cannot be mended, with a reason; no money moves. `seenAmountHal` is the amount the officer
 * saw. Should its amount change, it is open again. Null for anybody who may not.
 */
export async function closeDifference(
  actor: Officer,
  wish: { key: string; seenAmountHal: bigint; reason: string },
): Promise<Result<null, ClosingProblem> | null> {
  if (!mayDecide(actor)) return null
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const open = await openDifferences(actor, tx)
    if (open === null) return null
    const found = open.find((one) => one.key === wish.key)
    if (!found) return fail('not_open')
    if (found.amountHal !== wish.seenAmountHal) return fail('amount_changed')
    const [closed] = await tx
      .insert(settlementClosing)
      .values({ differenceKey: found.key, reason, ...actorReference(actor) })
      .onConflictDoNothing()
      .returning({ key: settlementClosing.differenceKey })
    if (!closed) return fail('not_open')
    await appendAudit(tx, actor, {
      action: 'settlement.close_difference',
      subjectKind: 'settlement_difference',
      subjectId: found.key,
      details: { amountHal: String(found.amountHal), gateway: found.gateway },
    })
    return ok(null)
  })
}
