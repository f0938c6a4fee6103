import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { fail, ok, type Result } from '#lib/core/result'
import { mayMatch } from '#lib/matching/access'
import { type TakeBackProblem, takeBack } from './take-back.commands.ts'

export type UndoProblem = TakeBackProblem | 'no_reason'

/**
 * Takes a match back by a reversing entry; the receipt waits again and is never matched by itself any more. Where money
 * of it has left the city, only when the officer says that the rest becomes a receivable.
 */
export async function undoMatch(
  actor: Actor,
  wish: { bankEntryId: number; seenAmountHal: bigint; reason: string; leavesReceivable?: boolean },
): Promise<Result<null, UndoProblem> | null> {
  if (!mayMatch(actor)) return null
  const { bankEntryId, seenAmountHal, leavesReceivable = false } = wish
  const reason = wish.reason.trim()
  if (reason === '') return fail('no_reason')
  return database().transaction(async (tx) => {
    const [known] = await tx.execute(
      sql`select 1 from bank_entry where id = ${bankEntryId} and kind = 'receipt'`,
    )
    if (!known) return null
    const ground = { rule: 'officer', reasons: [reason], seenAmountHal, leavesReceivable } as const
    const problem = await takeBack(tx, actor, bankEntryId, ground)
    return problem ? fail(problem) : ok(null)
  })
}
