import { existsSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { knownMigrations } from '#db/known-migrations'
import { dataFolder } from '#start/data/data-folder'
import { holdDataFolder, readRunning } from '#start/data/running'
import { demoSecrets } from '#start/data/secrets'
import { databasePlace, openDatabase, tryDatabase } from '#start/database/database'
import { demoEnvironment } from '#start/demo/environment'
import { StartProblem } from '#start/machine/paths'

/** What a command of the command line works on. */
export interface CommandDatabase {
  applicationUrl: string
  /** Which database it is, for people; without its password. */
  place: string
}

/**
 * Runs a command on the database of DATABASE_URL, else on that of the running demo, else on the embedded one
 * started for the command alone. In the last two cases the environment (`env()`) is the demo's. `given` is the
 * demo's data folder; without it the usual one. A database that nobody filled is refused, never made.
 */
export async function withCommandDatabase<T>(
  run: (database: CommandDatabase) => Promise<T>,
  given: string | undefined = process.env.PORTAL_DATA_DIR,
): Promise<T> {
  const { DATABASE_URL: outside } = process.env
  if (outside) {
    await tryDatabase('DATABASE_URL', outside)
    await assertMigrated(outside)
    return run({ applicationUrl: outside, place: `${databasePlace(outside)} (DATABASE_URL)` })
  }
  const folder = dataFolder(given || undefined, process.env.PORTAL_CALLED_FROM)
  const running = readRunning(folder)
  if (running?.applicationUrl && !running.isStopping) {
    const { applicationUrl } = running
    await assertMigrated(applicationUrl)
    takeDemoEnvironment(folder, applicationUrl, running.port ?? usualPort, running.isSecure)
    return run({ applicationUrl, place: `${databasePlace(applicationUrl)} (běžící ukázka, data ${folder})` })
  }
  if (!existsSync(join(folder, 'postgres', 'cluster', 'PG_VERSION'))) {
    throw new StartProblem(
      `Ve složce ${folder} není žádná databáze. Nastavte DATABASE_URL, nebo PORTAL_DATA_DIR na složku ukázky.`,
    )
  }
  const hold = await holdDataFolder(folder, 'command line', null)
  try {
    const database = await openDatabase({ folder: join(folder, 'postgres'), durable: true, given: null })
    hold.write({ applicationUrl: database.applicationUrl, ownerUrl: database.ownerUrl })
    try {
      takeDemoEnvironment(folder, database.applicationUrl, usualPort)
      return await run({ applicationUrl: database.applicationUrl, place: `zastavená ukázka, data ${folder}` })
    } finally {
      await database.stop()
    }
  } finally {
    hold.release()
  }
}

/** Refuses, in one sentence, a database the portal has never been started on, or an older portal only. */
async function assertMigrated(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    const [table] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as "isThere"`
    const [applied] = table?.isThere
      ? await sql`select count(*)::int as count from drizzle.__drizzle_migrations`
      : []
    if (Number(applied?.count ?? 0) >= knownMigrations) return
    throw new StartProblem(
      applied
        ? `Databáze ${databasePlace(url)} čeká na migrace; provede je npm start.`
        : `Databáze ${databasePlace(url)} není databáze portálu; připraví ji npm start.`,
    )
  } finally {
    await sql.end({ timeout: 1 })
  }
}

const usualPort = 3000

function takeDemoEnvironment(folder: string, applicationUrl: string, port: number, isSecure = false) {
  const secrets = demoSecrets(folder)
  Object.assign(process.env, demoEnvironment({ port, isSecure, secrets, applicationUrl }))
}
