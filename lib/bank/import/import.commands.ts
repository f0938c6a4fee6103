import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { type IsoDate, isoDate } from '#lib/core/dates'
import { type StatementFormat, type StatementPart, StatementRefusal } from '../statement.ts'
import { allCityAccounts, bankRules } from './accounts.queries.ts'
import { bookOrdinary, stageNewEntries, writeStatement } from './book.commands.ts'
import { bookReversals, pairLateOriginals } from './book-reversals.commands.ts'
import { bookOpening, findGaps } from './chain.commands.ts'
import { keepRepeats, stageTwins } from './number-twins.commands.ts'
import { type ImportedStatement, ImportRefusal, refused, type StatementFileReport } from './report.ts'
import { onlyBankCode } from './rules.ts'
import { createStaging, type StagedStatement, stageStatements } from './stage.commands.ts'

/** Any one number; two imports at once wait for each other on it. */
const importLock = 7402613

/** A file: what it is called, how it reads, and its SHA-256 once it was read to the end. */
export interface StatementSource {
  fileName: string
  /** The bank's code completes formats that do not name the bank; null where the city has several banks. */
  read: (facts: {
    bankCode: string | null
  }) => Promise<{ format: StatementFormat; parts: AsyncIterable<StatementPart> }>
  sha256: () => string
}

/**
 * Imports one file of bank statements in one transaction, or nothing of it. Every entry is booked once however
 * often files repeat or overlap and in whatever order they come. Refusals are in the report, in Czech; errors of
 * the database or of reading are thrown.
 */
export async function importStatementFile(
  actor: Actor,
  source: StatementSource,
): Promise<StatementFileReport> {
  try {
    return await database().transaction((tx) => importWithin(tx, actor, source))
  } catch (error) {
    const refusal =
      error instanceof ImportRefusal
        ? error.sentence
        : error instanceof StatementRefusal
          ? error.message
          : null
    if (refusal === null) throw error
    return {
      fileName: source.fileName,
      format: null,
      refusal,
      statements: [],
      entries: 0,
      newEntries: 0,
      warnings: [],
    }
  }
}

async function importWithin(tx: Transaction, actor: Actor, source: StatementSource) {
  const { fileName } = source
  const warnings: string[] = []
  await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`)
  await createStaging(tx)
  const city = { accounts: await allCityAccounts(tx), rules: await bankRules(tx) }
  const { format, parts } = await source.read({ bankCode: onlyBankCode(city.accounts) })
  const staged = await stageStatements(tx, { format, parts }, city, warnings)
  await refuseOtherFormat(tx, format)
  await stageTwins(tx, format, staged)
  await stageNewEntries(tx)
  const file = { format, fileName, sha256: source.sha256() }
  const statements: ImportedStatement[] = []
  const freshIds = new Map<string, number[]>()
  const repeating: { statement: StagedStatement; statementId: number }[] = []
  for (const one of staged) {
    const { statementId, newEntries, isKnown } = await writeStatement(tx, actor, file, one)
    statements.push({ ...facts(one), newEntries, isKnown })
    if (!isKnown && newEntries < one.entries) repeating.push({ statement: one, statementId })
    freshIds.set(one.account, [...(freshIds.get(one.account) ?? []), statementId])
  }
  await pairLateOriginals(tx)
  await bookOrdinary(tx, actor)
  await bookReversals(tx, actor, warnings)
  for (const { statement, statementId } of repeating) await keepRepeats(tx, statement, statementId)
  for (const [account, statementIds] of freshIds) {
    await bookOpening(tx, actor, account)
    warnings.push(...(await findGaps(tx, account, statementIds)))
  }
  const sum = (of: 'entries' | 'newEntries') => statements.reduce((total, one) => total + one[of], 0)
  const counts = { entries: sum('entries'), newEntries: sum('newEntries') }
  if (statements.some((one) => !one.isKnown)) {
    await appendAudit(tx, actor, {
      action: 'bank_statement.imported',
      subjectKind: 'bank_statement_file',
      subjectId: file.sha256,
      details: { fileName, format, statements: statements.length, ...counts },
    })
  }
  return { fileName, format, refusal: null, statements, ...counts, warnings }
}

const facts = ({ account, number, fromOn, toOn, entries }: StagedStatement) => ({
  account,
  number,
  fromOn,
  toOn,
  entries,
})

/** Two formats tell one movement in two ways; nothing could tell that it is the same one. */
async function refuseOtherFormat(tx: Transaction, format: StatementFormat): Promise<void> {
  const [met] = await tx.execute<{ account: string; day: IsoDate; format: StatementFormat }>(sql`
    select b.bank_account as account, b.booked_on::text as day, s.format
      from (select distinct bank_account, booked_on from staged_bank_entry) d
      join bank_entry b on b.bank_account = d.bank_account and b.booked_on = d.booked_on
      join bank_statement s on s.id = b.statement_id
     where s.format <> ${format} order by b.booked_on limit 1`)
  if (met) throw new ImportRefusal(refused.otherFormat(met.account, isoDate(met.day), met.format))
}
