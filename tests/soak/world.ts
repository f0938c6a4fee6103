import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { connectDatabase, disconnectDatabase } from '#db/client'
import { stopSending } from '#lib/queue/sender.commands'
import { type DemoSecrets, demoSecrets } from '#start/data/secrets'
import { prepareDatabase } from '#start/database/database'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#start/database/embedded-postgres'
import { demoEnvironment, demoPorts, portFollowers } from '#start/demo/environment'
import { sandboxCommands } from '#start/demo/sandbox'
import { seedDemo } from '#start/demo/seed-demo'
import { machineEnvironment } from '#start/machine/environment'
import { StartProblem } from '#start/machine/paths'
import { freePort, freePortRow, pause } from '#start/machine/ports'
import { openProcesses, type Processes } from '#start/processes/processes'
import { buildPortal } from '#start/production/build'
import { portalCommands } from '#start/production/portal'
import { openPgBouncer } from '#tests/db/pgbouncer'

/** What may be killed at any moment. */
export const victims = ['web', 'worker', 'database', 'backend'] as const
type Victim = (typeof victims)[number]

/** The portal and its outside world, each of whose parts can be killed and comes back. */
export interface World {
  portalUrl: string
  gatewayUrls: { comgate: string; csob: string; gopay: string; gpwebpay: string }
  mailUrl: string
  secrets: DemoSecrets
  /** The database as its owner, to play the passing of time and to look everywhere. */
  owner: Sql
  kills: Record<Victim, number>
  /** Ends it by SIGKILL, and brings back what does not come back by itself. */
  kill(victim: Victim, downMs: number): Promise<void>
  /** Ends the worker as an update of the portal does, and starts it again. */
  restartWorker(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts everything over an empty folder: one PostgreSQL on a steady port, the stand-ins, the built portal; with the command
 * of PgBouncer, the portal behind it in session mode.
 */
export async function startWorld(
  folder: string,
  say: (line: string) => void,
  pgbouncer: string | null = null,
): Promise<World> {
  const port = await freePortRow(portFollowers + 1)
  const logFolder = join(folder, 'log')
  const secrets = demoSecrets(folder)
  const databasePort = await freePort()
  const openServer = () => openAgain({ folder: join(folder, 'postgres'), durable: true, port: databasePort })
  let server = await openServer()
  const { ownerUrl } = server
  await prepareDatabase(server)
  const pooler = pgbouncer ? await openPgBouncer(pgbouncer, server.applicationUrl, 'session') : null
  const applicationUrl = pooler?.through(server.applicationUrl) ?? server.applicationUrl
  const ours = demoEnvironment({ port, secrets, applicationUrl })
  Object.assign(process.env, ours)
  await seedDemo({ applicationUrl, ownerUrl })
  const outside = openProcesses({ logFolder })
  const machine = machineEnvironment()
  await buildPortal(outside, machine, say)
  await Promise.all(sandboxCommands({ port, folder, secrets, environment: machine }).map(outside.start))
  const environment = { ...machine, ...ours }
  const [workerCommand, webCommand] = portalCommands({ port, host: '127.0.0.1', environment })
  if (!workerCommand || !webCommand) throw new Error('The portal has two processes.')
  const commands = { web: webCommand, worker: workerCommand }
  const running: Partial<Record<'web' | 'worker', Processes>> = {}
  const kills: World['kills'] = { web: 0, worker: 0, database: 0, backend: 0 }
  let starts = 0
  async function start(name: 'web' | 'worker') {
    // A log of its own for each start; a set of its own, for one that was killed fails its set.
    const processes = openProcesses({ logFolder })
    running[name] = processes
    await processes.start({ ...commands[name], label: `${name}-${++starts}` })
  }
  await Promise.all([start('web'), start('worker')])
  // What looks on from outside looks at the server itself.
  connectDatabase(server.applicationUrl, { max: 8 })
  const owner = postgres(ownerUrl, { max: 4, onnotice: () => {} })
  const ports = demoPorts(port)
  const local = (number: number) => `http://localhost:${number}`

  async function killProcess(name: 'web' | 'worker', downMs: number) {
    const [child] = running[name]?.list() ?? []
    if (child) process.kill(child.pid, 'SIGKILL')
    await running[name]?.stop()
    await pause(downMs)
    await start(name)
  }
  async function killDatabase(downMs: number) {
    process.kill(server.pid, 'SIGKILL')
    await server.stop()
    await pause(downMs)
    server = await openServer()
  }
  async function killBackend() {
    const [row] = await owner<{ pid: number }[]>`
      select pid from pg_stat_activity where usename = 'portal_application'
       order by (state = 'idle'), random() limit 1`
    if (row) process.kill(row.pid, 'SIGKILL')
    // The server takes every connection down and recovers.
    await untilAnswers(owner)
  }
  return {
    portalUrl: local(port),
    gatewayUrls: {
      comgate: local(ports.comgate),
      csob: local(ports.csob),
      gopay: local(ports.gopay),
      gpwebpay: local(ports.gpwebpay),
    },
    mailUrl: local(ports.mail),
    secrets,
    owner,
    kills,
    async kill(victim, downMs) {
      kills[victim]++
      if (victim === 'database') await killDatabase(downMs)
      else if (victim === 'backend') await killBackend()
      else await killProcess(victim, downMs)
    },
    async restartWorker() {
      await running.worker?.stop()
      await start('worker')
    },
    async stop() {
      await stopSending()
      await disconnectDatabase()
      await owner.end({ timeout: 2 })
      await running.web?.stop()
      await running.worker?.stop()
      await outside.stop()
      await pooler?.close()
      await server.stop()
    },
  }
}

/** A killed server's children hold its memory for a moment; until they are gone a new one refuses to start. */
async function openAgain(options: Parameters<typeof startEmbeddedPostgres>[0]): Promise<EmbeddedPostgres> {
  for (let tries = 0; ; tries++) {
    try {
      return await startEmbeddedPostgres(options)
    } catch (error) {
      if (tries >= 20 || !(error instanceof StartProblem)) throw error
      await pause(250)
    }
  }
}

async function untilAnswers(sql: Sql): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    try {
      await sql`select 1`
      return
    } catch {
      await pause(100)
    }
  }
  throw new Error('The database did not come back.')
}
