import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import type { Actor } from '#lib/actor/actor'
import { actorReference } from '#lib/actor/reference'
import { appendAudit } from '#lib/audit/append.commands'
import { now } from '#lib/core/clock'
import { type IsoDate, isoDate, pragueDate } from '#lib/core/dates'
import { type HeldStatement, heldOf, heldParts, readHeld } from '../hold/held.queries.ts'
import {
  acceptStatement,
  type Brought,
  createAccepted,
  decideHeld,
  holdStatement,
  supersedeKnown,
} from '../hold/hold.commands.ts'
import { isOpeningConfirmed, judgeStatement, leavesOutKnown } from '../hold/judge.queries.ts'
import { type HoldReason, passingReasons } from '../hold/rules.ts'
import { type StatementFormat, type StatementPart, StatementRefusal } from '../statement.ts'
import { allCityAccounts, bankRules } from './accounts.queries.ts'
import {
  type AdmittedStatement,
  bookOrdinary,
  stageNewEntries,
  statementFingerprint,
  writeRepeats,
  writeStatement,
} from './book.commands.ts'
import { bookReversals, pairLateOriginals } from './book-reversals.commands.ts'
import { bookOpening, findGaps } from './chain.commands.ts'
import { stageTwins } from './number-twins.commands.ts'
import { type ImportedStatement, ImportRefusal, refused, type StatementFileReport, warned } from './report.ts'
import { onlyBankCode } from './rules.ts'
import { createStaging, type StagedStatement, stageStatements } from './stage.commands.ts'

/** Any one number; two imports at once wait for each other on it. */
export const importLock = 7402613

/** A file: what it is called, how it reads, and its SHA-256 once it was read to the end. */
export interface StatementSource {
  fileName: string
  /** The bank's code completes formats that do not name the bank; null where the city has several banks. */
  read: (facts: {
    bankCode: string | null
  }) => Promise<{ format: StatementFormat; parts: AsyncIterable<StatementPart> }>
  sha256: () => string
}

/** How a file comes: whether the bank's own interface gave it, for then the account's statements come only that way. */
export interface ImportWay {
  isFetched?: boolean
}

/** A held statement that is taken in after all. */
interface Decided {
  held: HeldStatement
  /** Why an officer releases it; null where it continues its account by now. */
  releaseReason: string | null
}

/**
 * Imports one file of bank statements in one transaction, or nothing of it. Every entry is booked once however
 * often files repeat or overlap and in whatever order they come. A statement that does not continue its account is held
 * and nothing of it is booked; one held before that continues it now is taken in. Refusals are in the report, in Czech;
 * errors of the database or of reading are thrown.
 */
export async function importStatementFile(
  actor: Actor,
  source: StatementSource,
  { isFetched = false }: ImportWay = {},
): Promise<StatementFileReport> {
  const report = await importOrRefuse(source, (tx) =>
    importWithin(tx, actor, source, { isFetched, decided: null }),
  )
  if (report.refusal === null) {
    const accounts = [...new Set(report.statements.map((one) => one.account))]
    report.warnings.push(...(await takeInContinuing(actor, accounts)))
  }
  return report
}

async function importOrRefuse(
  { fileName }: { fileName: string },
  work: (tx: Transaction) => Promise<StatementFileReport>,
): Promise<StatementFileReport> {
  try {
    return await database().transaction(work)
  } catch (error) {
    const refusal =
      error instanceof ImportRefusal
        ? error.sentence
        : error instanceof StatementRefusal
          ? error.message
          : null
    if (refusal === null) throw error
    return { fileName, format: null, refusal, statements: [], entries: 0, newEntries: 0, warnings: [] }
  }
}

/** Carries out of the transaction that a held statement still may not count. */
class StillHeld extends Error {}

/**
 * Takes in the held statements of these accounts that continue them by now, until none does any more. Returns a sentence
 * about each.
 */
export async function takeInContinuing(actor: Actor, accounts: readonly string[]): Promise<string[]> {
  const told: string[] = []
  for (;;) {
    const before = told.length
    for (const { id, reasons } of await heldOf(database(), accounts)) {
      if (!reasons.every((reason) => passingReasons.includes(reason))) continue
      const report = await takeInHeld(actor, id, null).catch((error) => {
        if (error instanceof StillHeld) return null
        throw error
      })
      const statement = report?.refusal === null ? report.statements[0] : undefined
      if (statement) told.push(warned.continues(statement.account, statement.fromOn, statement.toOn))
    }
    if (told.length === before) return told
  }
}

/**
 * Takes in a held statement as if it came now: released by an officer, or because it continues its account. Null where
 * somebody decided about it before; throws where it still does not continue.
 */
export async function takeInHeld(
  actor: Actor,
  heldId: number,
  releaseReason: string | null,
): Promise<StatementFileReport | null> {
  const seen = await readHeld(database(), heldId)
  if (!seen) return null
  return importOrRefuse(seen, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`)
    const held = await readHeld(tx, heldId)
    if (!held) throw new ImportRefusal(refused.decided())
    const source: StatementSource = {
      fileName: held.fileName,
      read: async () => ({ format: held.format, parts: heldParts(tx, held) }),
      sha256: () => held.sha256,
    }
    return importWithin(tx, actor, source, { isFetched: held.isFetched, decided: { held, releaseReason } })
  })
}

async function importWithin(
  tx: Transaction,
  actor: Actor,
  source: StatementSource,
  { isFetched, decided }: { isFetched: boolean; decided: Decided | null },
): Promise<StatementFileReport> {
  const { fileName } = source
  const warnings: string[] = []
  await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`)
  await createStaging(tx)
  await createAccepted(tx)
  const today = decided?.held.receivedOn ?? pragueDate(now())
  const city = { accounts: await allCityAccounts(tx), rules: await bankRules(tx), today }
  const { format, parts } = await source.read({ bankCode: onlyBankCode(city.accounts) })
  const staged = await stageStatements(tx, { format, parts }, city, warnings)
  await refuseOtherFormat(tx, format)
  const file = { format, fileName, sha256: source.sha256() }
  await stageTwins(tx, staged)
  const { admitted, held } = await admit(tx, actor, staged, { ...file, isFetched, today }, decided)
  await stageNewEntries(tx)
  const statements: ImportedStatement[] = held.map(({ statement, heldId, reasons }) => {
    warnings.push(warned.held(statement, heldId, reasons))
    return { ...facts(statement), newEntries: 0, isKnown: false, heldId }
  })
  const freshIds = new Map<string, number[]>()
  const repeating: { ordinal: number; statementId: number }[] = []
  for (const one of admitted) {
    const { ordinal, account, entries } = one.statement
    const { statementId, newEntries, isKnown } = await writeStatement(tx, actor, file, one)
    statements.push({ ...facts(one.statement), newEntries, isKnown, heldId: null })
    freshIds.set(account, [...(freshIds.get(account) ?? []), statementId])
    if (newEntries < entries) repeating.push({ ordinal, statementId })
  }
  await pairLateOriginals(tx)
  await bookOrdinary(tx, actor)
  await bookReversals(tx, actor, warnings)
  for (const { ordinal, statementId } of repeating) await writeRepeats(tx, ordinal, statementId)
  for (const [account, statementIds] of freshIds) {
    await bookOpening(tx, actor, account)
    warnings.push(...(await findGaps(tx, account, statementIds)))
  }
  if (decided) {
    const { held: before, releaseReason } = decided
    await decideHeld(tx, actor, before.id, releaseReason === null ? 'continues' : 'released', releaseReason)
  }
  const sum = (of: 'entries' | 'newEntries') => statements.reduce((total, one) => total + one[of], 0)
  const counts = { entries: sum('entries'), newEntries: sum('newEntries') }
  if (statements.some((one) => !one.isKnown && one.heldId === null)) {
    await appendAudit(tx, actor, {
      action: 'bank_statement.imported',
      subjectKind: 'bank_statement_file',
      subjectId: file.sha256,
      details: { fileName, format, statements: statements.length, ...counts },
    })
  }
  return { fileName, format, refusal: null, statements, ...counts, warnings }
}

interface HeldNow {
  statement: StagedStatement
  heldId: number
  reasons: readonly HoldReason[]
}

/** Which of the staged statements count, and which are held; of the held ones nothing stays staged. */
async function admit(
  tx: Transaction,
  actor: Actor,
  staged: readonly StagedStatement[],
  brought: Brought,
  decided: Decided | null,
): Promise<{ admitted: AdmittedStatement[]; held: HeldNow[] }> {
  const admitted: AdmittedStatement[] = []
  const held: HeldNow[] = []
  const { actorId } = actorReference(actor)
  const inOrder = staged.toSorted((a, b) =>
    a.fromOn < b.fromOn ? -1 : a.fromOn > b.fromOn ? 1 : a.ordinal - b.ordinal,
  )
  for (const statement of inOrder) {
    const { fingerprint, isInForce } = await statementFingerprint(tx, brought.format, statement)
    if (decided && isInForce) throw new ImportRefusal(refused.decided())
    const isConfirmed = !decided && (await isOpeningConfirmed(tx, statement, actorId))
    const isReleased = decided !== null && decided.releaseReason !== null
    const reasons: HoldReason[] = isReleased
      ? []
      : isInForce
        ? (await leavesOutKnown(tx, statement))
          ? ['differs']
          : []
        : await judgeStatement(tx, statement, { ...brought, isConfirmed })
    if (reasons.length > 0) {
      if (decided) throw new StillHeld()
      const heldId = await holdStatement(tx, actor, { ...statement, fingerprint }, brought, reasons)
      held.push({ statement, heldId, reasons })
      continue
    }
    const isFirst = !isReleased && !(await hasStatement(tx, statement.account))
    await acceptStatement(tx, statement)
    const admission = isReleased ? 'released' : isFirst ? 'opening_confirmed' : 'continues'
    admitted.push({
      statement,
      fingerprint,
      receivedOn: brought.today,
      admission,
      heldId: decided?.held.id ?? null,
    })
    if (!decided) await supersedeKnown(tx, actor, fingerprint)
  }
  return { admitted, held }
}

async function hasStatement(tx: Transaction, account: string): Promise<boolean> {
  const [met] = await tx.execute(sql`
    select 1 from statement_in_force where bank_account = ${account}
    union all select 1 from accepted_statement where bank_account = ${account} limit 1`)
  return met !== undefined
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
      join statement_in_force s on s.id = b.statement_id
     where s.format <> ${format} order by b.booked_on limit 1`)
  if (met) throw new ImportRefusal(refused.otherFormat(met.account, isoDate(met.day), met.format))
}
