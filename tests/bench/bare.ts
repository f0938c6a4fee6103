import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import postgres from 'postgres'
import { machineEnvironment } from '#start/machine/environment'
import { nextCommand, root } from '#start/machine/paths'
import type { Processes } from '#start/processes/processes'

const folder = join(root, 'tests', 'bench', 'bare-app')

/** Where the yardsticks of the web are. */
export interface BareApp {
  overviewUrl: string
  emptyUrl: string
  insertUrl: string
}

/** Builds the bare application and starts it; its durable inserts go to the same server as the portal's. */
export async function startBareApp(
  processes: Processes,
  options: { port: number; ownerUrl: string; say: (line: string) => void },
): Promise<BareApp> {
  const environment = { ...machineEnvironment(), BENCH_DATABASE_URL: options.ownerUrl }
  const sql = postgres(options.ownerUrl, { max: 1, onnotice: () => {} })
  await sql`create schema if not exists bench`
  await sql`create table if not exists bench.message
    (id bigint generated always as identity primary key, at timestamptz not null default now(), body text not null)`
  await sql.end({ timeout: 5 })
  await build(processes, environment, options.say)
  const address = `http://localhost:${options.port}`
  await processes.start({
    label: 'bare',
    command: [nextCommand, 'start', folder, '--port', String(options.port), '--hostname', '127.0.0.1'],
    environment,
    ready: { address: `${address}/prazdna` },
  })
  return {
    overviewUrl: `${address}/prehled`,
    emptyUrl: `${address}/prazdna`,
    insertUrl: `${address}/zapis`,
  }
}

/** Builds unless the last build was made from the same sources; what it shares with the portal is the portal's. */
async function build(processes: Processes, environment: Record<string, string>, say: (line: string) => void) {
  const own = globSync(['{app/**/*,*}.{ts,tsx,mjs}', '../person.ts'], { cwd: folder }).sort()
  const shared = join(root, '.next', '.built-from')
  const hash = createHash('sha256').update(readFileSync(shared))
  for (const path of own) hash.update(path).update(readFileSync(join(folder, path)))
  const wanted = hash.digest('hex')
  const stamp = join(folder, '.next', '.built-from')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Building the bare application (only when its sources change) …')
  await processes.run({ label: 'bare-build', command: [nextCommand, 'build', folder], environment })
  writeFileSync(stamp, wanted)
}
