import { randomUUID } from 'node:crypto'
import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { makeJob, makeOfficer } from '#lib/actor/actor'
import { importStatementFile, type StatementSource } from '#lib/bank/import/import.commands'
import type { StatementFileReport } from '#lib/bank/import/report'
import type { StatementEntry, StatementFormat, StatementPart } from '#lib/bank/statement'
import { isoDate } from '#lib/core/dates'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { type MatchingReport, matchWaiting } from '#lib/matching/match-waiting.commands'
import { type FollowedReversals, followReversals } from '#lib/recovery/follow-reversals.commands'
import { receiveStatements } from '#lib/statement/receive.commands'
import { confirmOpening, releaseStatement } from '#lib/statement/release.commands'
import type { TestDatabase } from './database.ts'

export const importer = makeJob('import-statements')

/** A movement of so many crowns; what the test does not say is nothing. */
export interface Movement {
  crowns: number
  on: string
  vs?: string
  /** Whether earlier versions of the reader found no symbol in it. */
  isNewlyRead?: boolean
  ss?: string
  from?: string
  name?: string
  message?: string
  payerReference?: string
  ref?: string
  reversal?: boolean
}

export interface StatementFacts {
  account: string
  from: string
  to: string
  /** In crowns; the closing follows unless told. */
  opening: number
  closing?: number
  number?: string
  currency?: string
  format?: StatementFormat
  fileName?: string
  movements: readonly Movement[]
}

const entryOf = (movement: Movement, position: number): StatementEntry => ({
  index: position + 1,
  date: isoDate(movement.on),
  amountHal: BigInt(movement.crowns * 100),
  variableSymbol: movement.vs ?? null,
  specificSymbol: movement.ss ?? null,
  constantSymbol: null,
  ...(movement.isNewlyRead
    ? { symbolsBefore: { variableSymbol: null, specificSymbol: null, constantSymbol: null } }
    : {}),
  counterAccount: movement.from ?? null,
  name: movement.name ?? null,
  message: movement.message ?? null,
  payerReference: movement.payerReference ?? null,
  bankReference: movement.ref ?? null,
  reversal: movement.reversal ?? false,
})

/** A file with these statements, as its reader would give it. */
export function fileOf(...statements: StatementFacts[]): StatementSource {
  const parts = async function* (): AsyncGenerator<StatementPart> {
    for (const facts of statements) {
      const entries = facts.movements.map(entryOf)
      const sum = facts.movements.reduce((total, one) => total + one.crowns, 0)
      const head = {
        account: facts.account,
        number: facts.number ?? null,
        from: isoDate(facts.from),
        to: isoDate(facts.to),
        currency: facts.currency ?? 'CZK',
        openingHal: BigInt(facts.opening * 100),
        closingHal: BigInt((facts.closing ?? facts.opening + sum) * 100),
      }
      yield { kind: 'head', head }
      for (const entry of entries) yield { kind: 'entry', entry }
      yield {
        kind: 'end',
        head,
        creditHal: 0n,
        debitHal: 0n,
        entries: entries.length,
        balanced: true,
        warnings: [],
      }
    }
  }
  return {
    fileName: statements[0]?.fileName ?? `${randomUUID()}.gpc`,
    read: async () => ({ format: statements[0]?.format ?? 'camt053', parts: parts() }),
    sha256: () => 'a'.repeat(64),
  }
}

/** Somebody of the office who did not bring the statement. */
async function secondOfficer() {
  const [row] = await database().execute<{ id: string }>(sql`
    insert into identity (realm, issuer, subject, given_name, family_name)
    values ('office', 'http://localhost/id', ${randomUUID()}, 'Druhá', 'Úřednice') returning id`)
  return makeOfficer({
    identityId: row?.id ?? '',
    sessionId: randomUUID(),
    name: 'Druhá Úřednice',
    roles: ['accountant'],
    permissions: new Set(['statements.import']),
  })
}

/** A second officer confirms with how many crowns an account of the city begins, so that its first statement counts. */
export async function confirmOpeningOf(account: string, crowns: number) {
  const done = await confirmOpening(await secondOfficer(), { account, openingHal: BigInt(crowns * 100) })
  if (!done?.ok) throw new Error(`The opening was not confirmed: ${done?.error}`)
}

/** A second officer releases a held statement, whatever it is held for. */
export async function release(heldId: number) {
  const [held] = await database().execute<{ opening_hal: string | null }>(
    sql`select opening_hal from held_statement where id = ${heldId}`,
  )
  const seenOpeningHal = held?.opening_hal ? BigInt(held.opening_hal) : null
  return releaseStatement(await secondOfficer(), { heldId, seenOpeningHal, reason: 'stav podle banky' })
}

/** The first statement of an account is confirmed by a second officer; what is held otherwise stays. */
async function releaseFirst(report: StatementFileReport) {
  let last: { file: StatementFileReport; matching: MatchingReport; reversals: FollowedReversals } | null =
    null
  for (const { heldId } of report.statements) {
    const [first] = await database().execute(
      sql`select 1 from held_statement where id = ${heldId} and reasons = '["first"]'::jsonb`,
    )
    if (heldId === null || !first) continue
    const done = await release(heldId)
    if (done?.ok) last = done.value
    else if (done?.error.kind !== 'decided') throw new Error(`not released: ${done?.error.kind}`)
  }
  return last
}

/**
 * Imports the statements as one file and matches; the report of the file and of the matching. The first statement of an
 * account is released at once by a second officer.
 */
export async function receive(...statements: StatementFacts[]) {
  const { files, matching, reversals } = await receiveStatements(importer, [fileOf(...statements)])
  const [file] = files
  if (!file) throw new Error('no report')
  return (await releaseFirst(file)) ?? { file, matching, reversals }
}

/** Imports the statements as one file and matches; what follows of refunds and settlements is left to the test. */
export async function importAndMatch(...statements: StatementFacts[]) {
  const file = await importStatementFile(importer, fileOf(...statements))
  const first = await releaseFirst(file)
  const reversals = await followReversals(importer)
  return first ?? { file, reversals, matching: await matchWaiting(importer) }
}

let accounts = 100

/** An account of the city nobody has used, for these fee kinds since 2020. */
export async function newCityAccount(db: TestDatabase, feeKindCodes: readonly string[] = ['odpad']) {
  const account = `${++accounts}-2000145399/0800`
  for (const code of feeKindCodes) {
    await db.owner`insert into fee_bank_account (fee_kind_code, account_number, iban, valid_from)
      values (${code}, ${account}, 'CZ', '2020-01-01')`
  }
  return account
}

/** The journal's balances of everything that is nobody's on an account of the city, in crowns, zeros left out. */
export async function standing(db: TestDatabase, bankAccount: string): Promise<Record<string, number>> {
  const rows = await db.owner<{ kind: string; crowns: string }[]>`
    select a.kind, sum(l.amount_hal) / 100 as crowns from journal_line l join account a on a.id = l.account_id
     where a.bank_account = ${bankAccount} group by a.kind having sum(l.amount_hal) <> 0 order by a.kind`
  return Object.fromEntries(rows.map((row) => [row.kind, Number(row.crowns)]))
}

export const differences = async () => (await verifyLedger(importer)).differences
