import type { Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { readAccounts } from './accounts.queries.ts'
import { creditRelayLines } from './lay-money.rules.ts'
import { type Line, postEntry } from './post.commands.ts'

/**
 * Lays what credit is left on the claims that opened again; returns the lines written. The caller holds the accounts'
 * locks.
 */
export async function relayCredit(
  tx: Transaction,
  actor: Actor,
  accountIds: readonly number[],
  sourceReference: string,
): Promise<Line[]> {
  const today = pragueDate(now())
  const relaid: Line[] = []
  for (const state of (await readAccounts(tx, accountIds)).values()) {
    const lines = creditRelayLines(state, today)
    if (lines.length === 0) continue
    await postEntry(tx, actor, { kind: 'allocation', effectiveOn: today, sourceReference }, lines)
    relaid.push(...lines)
  }
  return relaid
}
