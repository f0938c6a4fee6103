import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { databaseUser, ownFolder } from '#start/machine/paths'
import { freePort, pause } from '#start/machine/ports'
import type { Pooler } from '#tests/db/transaction-pooler'

/** Where PgBouncer is on this machine: PGBOUNCER, else among the commands; null where there is none. */
export function findPgBouncer(): string | null {
  const named = process.env.PGBOUNCER
  const found = [named, 'pgbouncer', '/usr/sbin/pgbouncer'].find(
    (command) => command && spawnSync(command, ['--version']).status === 0,
  )
  return found ?? null
}

/** Puts the real PgBouncer before the database of this address, for its role alone; nothing is installed. */
export async function openPgBouncer(
  command: string,
  target: string,
  poolMode: 'session' | 'transaction',
): Promise<Pooler> {
  const { hostname, port, pathname, username, password } = new URL(target)
  const folder = mkdtempSync(join(tmpdir(), 'pgbouncer-'))
  chmodSync(folder, 0o755)
  const user = databaseUser()
  const own = join(folder, 'run')
  ownFolder(own, user)
  const database = pathname.slice(1)
  const listenPort = await freePort()
  const users = join(folder, 'users.txt')
  writeFileSync(users, `"${username}" "${password}"\n`)
  const settings = join(folder, 'pgbouncer.ini')
  writeFileSync(
    settings,
    `[databases]
${database} = host=${hostname} port=${port} dbname=${database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${listenPort}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = ${poolMode}
default_pool_size = 60
max_client_conn = 200
server_login_retry = 1
`,
  )
  const bouncer = spawn(command, ['-q', settings], { cwd: own, stdio: 'ignore', ...(user ?? {}) })
  const pooler = {
    through(url: string) {
      const led = new URL(url)
      led.hostname = '127.0.0.1'
      led.port = String(listenPort)
      return led.href
    },
    async close() {
      await ended(bouncer)
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await untilAnswers(pooler.through(target), bouncer)
  return pooler
}

async function untilAnswers(url: string, bouncer: ChildProcess) {
  for (let round = 0; round < 100 && bouncer.exitCode === null; round++) {
    const sql = postgres(url, { max: 1, connect_timeout: 1, fetch_types: false, onnotice: () => {} })
    try {
      await sql`select 1`.simple()
      return
    } catch {
      await pause(50)
    } finally {
      await sql.end({ timeout: 1 })
    }
  }
  throw new Error('PgBouncer did not begin to serve.')
}

async function ended(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const end = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await end
  clearTimeout(timer)
}
