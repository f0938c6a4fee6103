import { join } from 'node:path'
import { openDataFolder } from '#start/data-folder'
import { openDatabase } from '#start/database'
import { demoEnvironment } from '#start/environment'
import { holdDataFolder, readRunning } from '#start/running'
import { demoSecrets } from '#start/secrets'

/** What a command of the command line works on. */
export interface CommandDatabase {
  applicationUrl: string
  /** The tables' owner, for what the application's role may not do; null when it was not told. */
  ownerUrl: string | null
}

/**
 * Runs a command on the database of DATABASE_URL, else on that of the running demo, else on the embedded one
 * started for the command alone. In the last two cases the environment (`env()`) is the demo's. `dataDir` is the
 * demo's data folder; without it the usual one.
 */
export async function withCommandDatabase<T>(
  run: (database: CommandDatabase) => Promise<T>,
  dataDir: string | undefined = process.env.PORTAL_DATA_DIR,
): Promise<T> {
  const { DATABASE_URL: given, DATABASE_OWNER_URL: givenOwner } = process.env
  if (given) return run({ applicationUrl: given, ownerUrl: givenOwner || null })
  const folder = openDataFolder(dataDir, process.env.PORTAL_CALLED_FROM)
  const running = readRunning(folder)
  if (running?.applicationUrl && !running.isStopping) {
    const { applicationUrl, ownerUrl } = running
    takeDemoEnvironment(folder, applicationUrl, running.port ?? usualPort)
    return run({ applicationUrl, ownerUrl })
  }
  const hold = await holdDataFolder(folder, 'command line', null)
  try {
    const database = await openDatabase({ folder: join(folder, 'postgres'), durable: true, given: null })
    hold.write({ applicationUrl: database.applicationUrl, ownerUrl: database.ownerUrl })
    try {
      takeDemoEnvironment(folder, database.applicationUrl, usualPort)
      return await run(database)
    } finally {
      await database.stop()
    }
  } finally {
    hold.release()
  }
}

const usualPort = 3000

function takeDemoEnvironment(folder: string, applicationUrl: string, port: number) {
  Object.assign(process.env, demoEnvironment({ port, secrets: demoSecrets(folder), applicationUrl }))
}
