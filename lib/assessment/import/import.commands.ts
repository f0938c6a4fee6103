import { sql } from 'drizzle-orm'
import { database, type Transaction } from '#db/client'
import type { Job } from '#lib/actor/actor'
import { appendAudit } from '#lib/audit/append.commands'
import { now } from '#lib/core/clock'
import { type IsoDate, pragueDate } from '#lib/core/dates'
import { env } from '#lib/core/env'
import { lineIndex } from '#lib/core/table/csv'
import type { Regime } from '#lib/ledger/allocation.rules'
import { checkLostZeros, checkRows, warnOfSharedSymbols } from './check-rows.queries.ts'
import { createStaging } from './create-staging.commands.ts'
import { type FeeKinds, type Filled, fillStaging } from './fill-staging.commands.ts'
import type { Header } from './header.ts'
import { layCredit } from './lay-credit.commands.ts'
import { openAccounts } from './open-accounts.commands.ts'
import { planForFew, planForMany } from './plan.commands.ts'
import { type ImportReport, noRemarks, type Remarks } from './report.ts'
import { settleTouchedStates } from './settle-touched-states.commands.ts'
import { checkChanges, stageChanges } from './stage-changes.commands.ts'
import { auditChanges, writeChanges, writeCorrections } from './write-corrections.commands.ts'
import { writeGuardians } from './write-guardians.commands.ts'
import { stageNewClaims, writeNewClaims } from './write-new-claims.commands.ts'
import { checkPaidElsewhere, moveKnownDays, writeLowered } from './write-paid-elsewhere.commands.ts'
import { checkPayers, stagePayers, writePayers } from './write-payers.commands.ts'
import { writeRaised } from './write-raised.commands.ts'

/** Any one number; two imports at once wait for each other on it. */
const importLock = 7402611

/** From so many rows on, looking rows up one by one may take hours where the planner is mistaken. */
const manyRows = 1000

/** Leaves the transaction so that nothing of it stays, and carries out what is to be told. */
class RolledBack extends Error {
  readonly report: ImportReport
  constructor(report: ImportReport) {
    super('rolled back')
    this.report = report
  }
}

/**
 * Imports the office's file of assessments: reads it once as a stream, checks everything, and writes all of it in
 * one transaction, or nothing where there is any fault. `dryRun` does the same and takes it all back; `knownUntil`
 * says up to which day, today at the latest, payments of the fee kinds in the file are known. The report names faults
 * by row and column; errors of the database or of reading are thrown.
 */
export async function importAssessments(
  actor: Job,
  source: { fileName: string; stream: NodeJS.ReadableStream },
  options: { dryRun: boolean; knownUntil?: IsoDate | undefined },
): Promise<ImportReport> {
  try {
    return await database().transaction(async (tx) => {
      const report = await importWithin(tx, actor, source, options.knownUntil)
      if (options.dryRun || report.rejectedTotal > 0) throw new RolledBack(report)
      return report
    })
  } catch (error) {
    if (error instanceof RolledBack) return error.report
    throw error
  }
}

async function importWithin(
  tx: Transaction,
  actor: Job,
  source: { fileName: string; stream: NodeJS.ReadableStream },
  knownUntil: IsoDate | undefined,
): Promise<ImportReport> {
  const today = pragueDate(now())
  const lines = lineIndex()
  const faults = noRemarks(lines.lineOf)
  const warnings = noRemarks(lines.lineOf)
  await prepare(tx)
  const feeKinds = await readFeeKinds(tx, knownUntil)
  const file = await fillStaging(tx, source.stream, { feeKinds, today, faults, warnings, lines })
  const { header } = file
  if (file.rows > manyRows) await planForMany(tx)
  if (file.isWhole && header) await check(tx, header, faults, warnings)
  const found = { rows: file.rows, ...remarksOf(faults, warnings) }
  if (header === null || faults.total > 0) {
    return { ...found, created: 0, corrected: 0, unchanged: 0, knownUntil: [] }
  }
  const known = knownUntil ? await moveKnownDays(tx, actor, knownUntil) : []
  await write(tx, actor, header, file, today)
  const counts = await count(tx, file.rows)
  if (counts.created + counts.corrected > 0) {
    await appendAudit(tx, actor, {
      action: 'assessment.imported',
      subjectKind: 'assessment_import',
      subjectId: file.sha256,
      details: { fileName: source.fileName, rows: file.rows, ...counts },
    })
  }
  return { ...found, ...counts, knownUntil: known }
}

async function prepare(tx: Transaction): Promise<void> {
  await tx.execute(sql`select set_config('work_mem', '64MB', true),
    set_config('client_connection_check_interval', '1s', true)`)
  await tx.execute(sql`select pg_advisory_xact_lock(${importLock})`)
  await createStaging(tx)
}

/** With the day until which payments are known, the one this import tells among them. */
async function readFeeKinds(tx: Transaction, toldUntil: IsoDate | undefined): Promise<FeeKinds> {
  const kinds = await tx.execute<{ code: string; regime: Regime; known_until: IsoDate | null }>(sql`
    select code, regime, greatest(payments_known_until, ${toldUntil ?? null}::date)::text as known_until
      from fee_kind order by sort_order`)
  return new Map(kinds.map(({ code, regime, known_until: knownUntil }) => [code, { regime, knownUntil }]))
}

async function check(tx: Transaction, header: Header, faults: Remarks, warnings: Remarks): Promise<void> {
  await checkRows(tx, faults)
  await checkLostZeros(tx, faults)
  await stagePayers(tx)
  await checkPayers(tx, faults, warnings)
  await stageChanges(tx, header)
  await checkChanges(tx, faults, warnings)
  await checkPaidElsewhere(tx, faults)
  await warnOfSharedSymbols(tx, warnings)
}

async function write(tx: Transaction, actor: Job, header: Header, file: Filled, today: IsoDate) {
  await writePayers(tx, actor, env().BIRTH_NUMBER_KEY_ID)
  await writeGuardians(tx, actor, today)
  await openAccounts(tx)
  await stageNewClaims(tx)
  await writeLowered(tx, actor)
  await writeCorrections(tx, actor, today)
  await writeChanges(tx, header)
  await writeNewClaims(tx, actor, file.lastRow)
  await writeRaised(tx, actor, today)
  await auditChanges(tx, actor)
  await planForFew(tx)
  await layCredit(tx, actor, { today, sourceReference: `import:${file.sha256.slice(0, 16)}` })
  await settleTouchedStates(tx, actor, today)
}

/** A row is created, or corrected where its claim, payer or guardians changed, or unchanged. */
async function count(tx: Transaction, rows: number) {
  const [counted] = await tx.execute<{ created: string; corrected: string }>(sql`
    with corrected as (
      select row from changed where is_storno and cancelled_at is null or details <> '{}'
      union select row from changed_payer union select row from new_link
    )
    select (select count(*) from new_claim n where not exists (
              select 1 from changed c where c.row = n.row)) as created,
           (select count(*) from corrected r where exists (select 1 from changed c where c.row = r.row)
               or not exists (select 1 from new_claim n where n.row = r.row)) as corrected`)
  const created = Number(counted?.created)
  const corrected = Number(counted?.corrected)
  return { created, corrected, unchanged: rows - created - corrected }
}

function remarksOf(faults: Remarks, warnings: Remarks) {
  const byRow = (a: { row: number }, b: { row: number }) => a.row - b.row
  return {
    rejected: faults.kept.toSorted(byRow),
    rejectedTotal: faults.total,
    warnings: warnings.kept.toSorted(byRow),
    warningsTotal: warnings.total,
  }
}
