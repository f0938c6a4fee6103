import { join } from 'node:path'
import postgres from 'postgres'
import { machineEnvironment } from '#start/environment'
import { nextCommand, root } from '#start/paths'
import type { Processes } from '#start/processes'

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
  options.say('Building the bare application …')
  await processes.run({ label: 'bare-build', command: [nextCommand, 'build', folder], environment })
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
