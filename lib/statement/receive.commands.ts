import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor, Job, Officer } from '#lib/actor/actor'
import { balanceDifference } from '#lib/bank/import/chain.commands'
import { importStatementFile, type StatementSource } from '#lib/bank/import/import.commands'
import type { StatementFileReport } from '#lib/bank/import/report'
import { now } from '#lib/core/clock'
import { addDays, isoDate, pragueDate } from '#lib/core/dates'
import { moveKnownUntil } from '#lib/fee/known-until.commands'
import { normalAccount } from '#lib/identifiers/normal-account'
import { type MatchingReport, matchWaiting } from '#lib/matching/match-waiting.commands'
import { enqueue } from '#lib/queue/enqueue.commands'
import { coverReturned } from '#lib/recovery/cover-returned.commands'
import { type FollowedReversals, followReversals } from '#lib/recovery/follow-reversals.commands'
import { followBankRefunds } from '#lib/refund/follow.commands'
import { followSettlements } from '#lib/settlement/follow.commands'
import { mayImportStatements } from './access.ts'

export interface ReceiveReport {
  files: StatementFileReport[]
  /** What the bank took back of what was matched before. */
  reversals: FollowedReversals
  matching: MatchingReport
}

/**
 * The one way in for statements, whichever door they come by: imports the files one after the other, takes back
 * what the bank took back, matches what waits, has refunds and settlements followed in the new movements, and only then says up to which day transfers are
 * known. Each file is whole or not at all; a repeated call does only what is still to be done.
 */
export async function receiveStatements(
  actor: Actor,
  sources: Iterable<StatementSource>,
): Promise<ReceiveReport> {
  const files: StatementFileReport[] = []
  for (const source of sources) files.push(await importStatementFile(actor, source))
  const reversals = await followReversals(actor)
  const matching = await matchWaiting(actor)
  await enqueue(database(), 'follow-statements', {})
  await moveKnownDays(actor)
  return { files, reversals, matching }
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

/**
 * Transfers of a fee kind kept here are known up to the last statement of its account, where the account in the
 * journal is what that statement says, so nothing is missing. Today is never whole yet; the day never moves back.
 */
async function moveKnownDays(actor: Actor): Promise<void> {
  const yesterday = addDays(pragueDate(now()), -1)
  await database().transaction(async (tx) => {
    const lasts = await tx.execute<{ bank_account: string; day: string }>(sql`
      select bank_account, least(max(to_on), ${yesterday}::date)::text as day from bank_statement group by bank_account`)
    for (const { bank_account: account, day } of lasts) {
      if (await balanceDifference(tx, account)) continue
      const rows = await tx.execute<{ fee_kind_code: string; account_number: string }>(sql`
        select a.fee_kind_code, a.account_number from fee_bank_account a join fee_kind k on k.code = a.fee_kind_code
         where k.posting = 'book' and a.valid_from <= ${day} and (a.valid_to is null or a.valid_to >= ${day})`)
      const codes = rows.filter((row) => normalAccount(row.account_number) === account)
      await moveKnownUntil(
        tx,
        actor,
        codes.map((row) => row.fee_kind_code),
        isoDate(day),
      )
    }
  })
}
