import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import postgres, { type Sql } from 'postgres'
import { connectDatabase, disconnectDatabase } from '#db/client'
import { seedBylaws } from '#db/seed/bylaws'
import { commonRemitters, demoCity, demoFiles, type SeedRow, seedColumns } from '#db/seed/population'
import { makeJob, makeOfficer } from '#lib/actor/actor'
import { importAssessments } from '#lib/assessment/import/import.commands'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { addWorkingDays } from '#lib/core/working-days'
import { confirmOpening } from '#lib/statement/release.commands'
import { markDemo } from '#start/database/demo-database'
import { StartProblem } from '#start/machine/paths'

/** Dogs and rent go through other gateways than the rest, so that all are seen. */
const cardGateways = {
  default: 'comgate',
  byFeeKind: { pes: 'csob', najem: 'gpwebpay', 'verejne-prostranstvi': 'gpwebpay', pobyt: 'gopay' },
}

/**
 * Fills the demonstration city: settings, and people through the same import a clerk uses. A database that
 * already has the city's settings only learns that payments are known up to yesterday's working day.
 */
export async function seedDemo(database: { ownerUrl: string; applicationUrl: string }): Promise<void> {
  const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  try {
    const today = pragueDate(now())
    await markDemo(owner)
    const [known] = await owner`select 1 from city_setting where key = 'fullName'`
    if (!known) {
      connectDatabase(database.applicationUrl)
      const files = demoFiles(today)
      await importRows('predpisy.csv', files.first)
      await importRows('opravy.csv', files.second)
      await disconnectDatabase()
      await owner.begin(async (sql) => {
        for (const link of commonRemitters) {
          await sql`insert into payer_link (acting_payer_id, for_payer_id, kind, valid_from, source)
            select a.id, f.id, 'common_remitter', '2020-01-01', 'paper consent'
              from payer a, payer f where a.external_id = ${link.acting} and f.external_id = ${link.for}`
        }
        await seedBylaws(sql, today)
        for (const [key, value] of Object.entries({ ...demoCity, cardGateways })) {
          await sql`insert into city_setting (key, value, valid_from) values (${key}, ${sql.json(value)}, '2020-01-01')`
        }
      })
    }
    await confirmDemoOpening(owner, database.applicationUrl)
    await owner`update fee_kind set payments_known_until = ${addWorkingDays(today, -1)}`
  } finally {
    await owner.end({ timeout: 5 })
  }
}

/** The bank of the demonstration begins with nothing; somebody of the office says so before its first statement comes. */
async function confirmDemoOpening(owner: Sql, applicationUrl: string): Promise<void> {
  const [begun] = await owner`select 1 from bank_statement union all select 1 from bank_opening limit 1`
  if (begun) return
  const [officer] = await owner<{ id: string }[]>`
    insert into identity (realm, issuer, subject, given_name, family_name)
    values ('office', 'https://seed.invalid', 'seed', 'Zavedení', 'ukázky') returning id`
  connectDatabase(applicationUrl)
  const seeder = makeOfficer({
    identityId: officer?.id ?? '',
    sessionId: randomUUID(),
    name: 'Zavedení ukázky',
    roles: [],
    permissions: new Set(['statements.import']),
  })
  const [account] = await owner<{ account: string }[]>`
    select distinct account_number as account from fee_bank_account where valid_to is null`
  const done = await confirmOpening(seeder, { account: account?.account ?? '', openingHal: 0n })
  await disconnectDatabase()
  if (!done?.ok) throw new StartProblem('The opening balance of the demonstration was refused.')
}

async function importRows(fileName: string, rows: readonly SeedRow[]): Promise<void> {
  const field = (value: string | number | undefined) =>
    String(value ?? '').replace('.', typeof value === 'number' ? ',' : '.')
  const lines = [
    seedColumns.join(';'),
    ...rows.map((row) => seedColumns.map((name) => field(row[name])).join(';')),
  ]
  const stream = Readable.from([lines.join('\n')])
  const report = await importAssessments(makeJob('seed'), { fileName, stream }, { dryRun: false })
  if (report.rejectedTotal > 0) {
    throw new StartProblem(`The demonstration data were refused: ${JSON.stringify(report.rejected)}`)
  }
}
