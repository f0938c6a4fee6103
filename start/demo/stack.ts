import { join } from 'node:path'
import { demoCertificate, trustHere } from '#start/data/certificate'
import { emptyDataFolder } from '#start/data/data-folder'
import { holdDataFolder } from '#start/data/running'
import { demoSecrets } from '#start/data/secrets'
import { givenDatabase, openDatabase } from '#start/database/database'
import { admitDemo } from '#start/database/demo-database'
import { demoEnvironment, demoPorts } from '#start/demo/environment'
import { assertDemoPortsFree } from '#start/demo/free-ports'
import { sandboxCommands } from '#start/demo/sandbox'
import { seedDemo } from '#start/demo/seed-demo'
import { developmentCommands } from '#start/development/commands'
import { machineEnvironment } from '#start/machine/environment'
import type { StartProblem } from '#start/machine/paths'
import { openProcesses } from '#start/processes/processes'
import { buildPortal } from '#start/production/build'
import { portalCommands } from '#start/production/portal'

/** The whole portal with its outside world, running. */
export interface Stack {
  portalUrl: string
  comgateUrl: string
  csobUrl: string
  gopayUrl: string
  gpwebpayUrl: string
  mailUrl: string
  bankUrl: string
  database: { applicationUrl: string; ownerUrl: string }
  /** The variables of the portal's own processes. */
  environment: Record<string, string>
  /** Resolves when one of the processes ended by itself. */
  failure: Promise<StartProblem>
  stop(): Promise<void>
}

/**
 * Starts the database, the sandbox and the portal on ten ports from `port` on, over the data in `folder`
 * (see `openDataFolder`). After an abort of `signal` everything begun is stopped and the promise rejects.
 */
export async function startStack(options: {
  port: number
  folder: string
  isFresh: boolean
  /** Pages compiled as they are asked for, instead of a build. */
  isDevelopment?: boolean
  /** Over https, with a certificate of its own. */
  isSecure?: boolean
  durable: boolean
  /** Which database; without it DATABASE_URL, else the embedded PostgreSQL. */
  given?: ReturnType<typeof givenDatabase>
  /** A file of the people one can sign in as; without it the demonstration's. */
  people?: string
  signal: AbortSignal
  say: (line: string) => void
}): Promise<Stack> {
  const { port, folder, isDevelopment, isSecure = false, signal, say } = options
  const given = options.given === undefined ? givenDatabase() : options.given
  const cleanUps: (() => unknown)[] = []
  async function stop() {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
  }
  try {
    const hold = await holdDataFolder(folder, isDevelopment ? 'development server' : 'demo', port)
    cleanUps.push(hold.release)
    await assertDemoPortsFree(port)
    if (options.isFresh) emptyDataFolder(folder)
    const secrets = demoSecrets(folder)
    const certificate = isSecure ? await demoCertificate(folder) : undefined
    if (certificate) trustHere(certificate)
    signal.throwIfAborted()

    if (given) await admitDemo(given, say)
    const database = await openDatabase({ folder: join(folder, 'postgres'), durable: options.durable, given })
    cleanUps.push(database.stop)
    hold.write({ isSecure, applicationUrl: database.applicationUrl, ownerUrl: database.ownerUrl })
    signal.throwIfAborted()
    const { applicationUrl } = database
    const variables = demoEnvironment({ port, isSecure, secrets, applicationUrl })
    Object.assign(process.env, variables)
    await seedDemo(database)
    signal.throwIfAborted()

    const processes = openProcesses({
      logFolder: join(folder, 'log'),
      changed: () => hold.write({ children: processes.list() }),
    })
    cleanUps.push(processes.stop, () => hold.write({ isStopping: true }))
    signal.addEventListener('abort', () => void processes.stop())
    const machine = {
      ...machineEnvironment(),
      ...(certificate && { NODE_EXTRA_CA_CERTS: certificate.certificate }),
    }
    if (!isDevelopment) await buildPortal(processes, machine, say)
    const environment = { ...machine, ...variables }
    const { people } = options
    const outside = sandboxCommands({ port, isSecure, folder, secrets, environment: machine, people })
    await Promise.all(outside.map(processes.start))
    const commandsOf = isDevelopment ? developmentCommands : portalCommands
    for (const command of commandsOf({ port, host: '127.0.0.1', environment, certificate })) {
      await processes.start(command)
    }
    signal.throwIfAborted()
    const ports = demoPorts(port)
    return {
      portalUrl: environment.PORTAL_URL,
      comgateUrl: environment.COMGATE_URL,
      csobUrl: `http://localhost:${ports.csob}`,
      gopayUrl: `http://localhost:${ports.gopay}`,
      gpwebpayUrl: `http://localhost:${ports.gpwebpay}`,
      mailUrl: `http://localhost:${ports.mail}`,
      bankUrl: `http://localhost:${ports.bank}`,
      database,
      environment,
      failure: processes.failure,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
