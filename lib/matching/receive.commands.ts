import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import type { Actor, Officer } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { balanceDifference } from '#lib/bank/import/chain.commands'
import { importStatementFile, type StatementSource } from '#lib/bank/import/import.commands'
import type { StatementFileReport } from '#lib/bank/import/report'
import { normalAccount } from '#lib/bank/import/rules'
import { now } from '#lib/core/clock'
import { addDays, pragueDate } from '#lib/core/dates'
import { mayImportStatements } from './access.ts'
import { type MatchingReport, matchWaiting } from './match-waiting.commands.ts'

export interface ReceiveReport {
  files: StatementFileReport[]
  matching: MatchingReport
}

/**
 * Imports statement files one after the other, matches what waits, and only then says up to which day transfers
 * are known. Each file is whole or not at all; a repeated call does only what is still to be done.
 */
export async function receiveStatements(
  actor: Actor,
  sources: Iterable<StatementSource>,
): Promise<ReceiveReport> {
  const files: StatementFileReport[] = []
  for (const source of sources) files.push(await importStatementFile(actor, source))
  const matching = await matchWaiting(actor)
  await moveKnownDays(actor)
  return { files, matching }
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
  const { actorKind, actorId } = actorReference(actor)
  const yesterday = addDays(pragueDate(now()), -1)
  await database().transaction(async (tx) => {
    const lasts = await tx.execute<{ bank_account: string; day: string }>(sql`
      select bank_account, least(max(to_on), ${yesterday}::date)::text as day from bank_statement group by bank_account`)
    for (const { bank_account: account, day } of lasts) {
      if (await balanceDifference(tx, account)) continue
      const rows = await tx.execute<{ fee_kind_code: string; account_number: string }>(sql`
        select a.fee_kind_code, a.account_number from fee_bank_account a join fee_kind k on k.code = a.fee_kind_code
         where k.posting = 'book' and a.valid_from <= ${day} and (a.valid_to is null or a.valid_to >= ${day})`)
      for (const row of rows.filter((one) => normalAccount(one.account_number) === account)) {
        await tx.execute(sql`
          with moved as (
            update fee_kind set payments_known_until = ${day}::date
             where code = ${row.fee_kind_code}
               and (payments_known_until is null or payments_known_until < ${day}::date) returning code
          )
          insert into audit_entry (actor_kind, actor_id, action, subject_kind, subject_id, details)
          select ${actorKind}, ${actorId}, 'fee_kind.payments_known_until', 'fee_kind', code,
                 jsonb_build_object('day', ${day}::text) from moved`)
      }
    }
  })
}
