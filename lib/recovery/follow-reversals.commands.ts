import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { log } from '#lib/core/log'
import { takeBack } from './take-back.commands.ts'

/** What followed from reversals the bank told of. */
export interface FollowedReversals {
  /** Matches taken back because the bank took the money back, and how many receivables that left. */
  takenBack: number
  receivables: number
}

/**
 * Takes back every match whose receipt the bank has taken back, each in a transaction of its own. May be repeated and
 * interrupted at any place; one that fails is told in the log and by `ledger verify`, and the others go on.
 */
export async function followReversals(actor: Actor): Promise<FollowedReversals> {
  const followed: FollowedReversals = { takenBack: 0, receivables: 0 }
  const due = await database().execute<{ id: string }>(sql`
    select b.id from bank_entry r join bank_entry b on b.id = r.reverses_bank_entry_id and b.kind = 'receipt'
     where (select count(*) % 2 from bank_match m where m.bank_entry_id = b.id) = 1 order by b.id`)
  const ground = { rule: 'reversed_by_bank', reasons: ['reversed_by_bank'], leavesReceivable: true } as const
  for (const { id } of due) {
    const bankEntryId = Number(id)
    try {
      const done = await database().transaction(async (tx) => {
        if ((await takeBack(tx, actor, bankEntryId, ground)) !== null) return null
        const [left] = await tx.execute<{ count: number }>(
          sql`select count(*)::int as count from receivable where bank_entry_id = ${bankEntryId}`,
        )
        return left?.count ?? 0
      })
      if (done === null) continue
      followed.takenBack++
      followed.receivables += done
    } catch (error) {
      log.error({ bankEntryId, error }, 'a match the bank took back could not be undone')
    }
  }
  return followed
}
