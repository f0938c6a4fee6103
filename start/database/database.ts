import postgres from 'postgres'
import { migrateDatabase } from '#db/migrate'
import { seedReference } from '#db/seed/reference'
import { jobNames } from '#lib/queue/jobs'
import { startEmbeddedPostgres } from '#start/database/embedded-postgres'
import { poolerFault } from '#start/database/pooler'
import { StartProblem } from '#start/machine/paths'

/** A database that can be used: its addresses by role. */
export interface OpenDatabase {
  applicationUrl: string
  ownerUrl: string
  /** Ends the embedded PostgreSQL; does nothing to a server of somebody else. */
  stop(): Promise<void>
}

/** The addresses told from outside; null when neither is, and the embedded PostgreSQL serves. */
export function givenDatabase(environment: NodeJS.ProcessEnv = process.env) {
  const { DATABASE_URL: application, DATABASE_OWNER_URL: owner } = environment
  if (!application && !owner) return null
  if (!application) throw new StartProblem('DATABASE_OWNER_URL is set and DATABASE_URL is not; set both.')
  return { applicationUrl: application, ownerUrl: owner || application }
}

/**
 * Opens the database of DATABASE_URL and DATABASE_OWNER_URL, or starts the embedded one in the folder, and
 * brings it to the newest migration with the reference data every city begins with.
 */
export async function openDatabase(options: {
  folder: string
  durable: boolean
  given: { applicationUrl: string; ownerUrl: string } | null
}): Promise<OpenDatabase> {
  const { given } = options
  const database = given
    ? { ...given, stop: async () => {} }
    : await startEmbeddedPostgres({ folder: options.folder, durable: options.durable })
  try {
    await prepareDatabase(database)
    return database
  } catch (error) {
    await database.stop()
    throw error
  }
}

/** Migrates as the owner, grants the application's role its rights, and seeds the reference data where there are none. */
export async function prepareDatabase(database: { applicationUrl: string; ownerUrl: string }): Promise<void> {
  await migrateDatabase(database.ownerUrl, database.applicationUrl, jobNames)
  const owner = postgres(database.ownerUrl, { max: 1, onnotice: () => {} })
  try {
    await seedReference(owner)
  } finally {
    await owner.end({ timeout: 5 })
  }
}

/**
 * Fails in one sentence, without the password, when nobody answers there, does not let us in, or lends connections for
 * one transaction only.
 */
export async function tryDatabase(variable: string, url: string): Promise<void> {
  if (!URL.canParse(url)) throw new StartProblem(`${variable} is not an address beginning with postgres://.`)
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} })
  try {
    await sql`select 1`
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new StartProblem(
      `The database ${databasePlace(url)} of ${variable} cannot be used: ${message || code}.`,
    )
  } finally {
    await sql.end({ timeout: 1 })
  }
  const fault = await poolerFault(url)
  if (fault) throw new StartProblem(`${variable} ${fault}.`)
}

/** Which database an address means, to be shown to people: no role, no password. */
export function databasePlace(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`
}
