import { database } from '#db/client'
import type { Actor, Job, Officer } from '#lib/actor/actor'
import { type ImportWay, importStatementFile, type StatementSource } from '#lib/bank/import/import.commands'
import type { StatementFileReport } from '#lib/bank/import/report'
import { type MatchingReport, matchWaiting } from '#lib/matching/match-waiting.commands'
import { enqueue } from '#lib/queue/enqueue.commands'
import { coverReturned } from '#lib/recovery/cover-returned.commands'
import { type FollowedReversals, followReversals } from '#lib/recovery/follow-reversals.commands'
import { followBankRefunds } from '#lib/refund/follow.commands'
import { followSettlements } from '#lib/settlement/follow.commands'
import { mayImportStatements } from './access.ts'
import { moveKnownDays } from './known/move.commands.ts'

/** What followed when statements came to count. */
export interface FollowedStatements {
  /** What the bank took back of what was matched before. */
  reversals: FollowedReversals
  matching: MatchingReport
}

export interface ReceiveReport extends FollowedStatements {
  files: StatementFileReport[]
}

/**
 * The one way in for statements, whichever door they come by: imports the files one after the other, takes back what the
 * bank took back, matches what waits, has refunds and settlements followed in the new movements, and only then says up to
 * which day transfers are known. Each file is whole or not at all; a repeated call does only what is still to be done. A
 * statement that does not continue its account is held, and nothing of it is matched.
 */
export async function receiveStatements(
  actor: Actor,
  sources: Iterable<StatementSource>,
  way: ImportWay = {},
): Promise<ReceiveReport> {
  const files: StatementFileReport[] = []
  for (const source of sources) files.push(await importStatementFile(actor, source, way))
  return { files, ...(await followReceived(actor)) }
}

/** What is done whenever statements came to count: what the bank took back, matching, what follows, and the known days. */
export async function followReceived(actor: Actor): Promise<FollowedStatements> {
  const reversals = await followReversals(actor)
  const matching = await matchWaiting(actor)
  await enqueue(database(), 'follow-statements', {})
  await moveKnownDays(actor)
  return { reversals, matching }
}

/**
 * Follows refunds and settlements in the movements that statements brought. A job's work, whoever brought them: what it
 * books waits for an officer's confirmation, which the bringer's name would take for given.
 */
export async function followStatements(actor: Job): Promise<void> {
  // Those an interrupted import left; before anything is given away that is gone.
  await followReversals(actor)
  await followBankRefunds(actor)
  await coverReturned(actor)
  await followSettlements(actor)
}

/** Receives one statement an officer brought; null for anybody who may not. */
export async function receiveUpload(actor: Officer, source: StatementSource): Promise<ReceiveReport | null> {
  return mayImportStatements(actor) ? receiveStatements(actor, [source]) : null
}
