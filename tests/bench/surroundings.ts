import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres, { type Sql } from 'postgres'
import { openDataFolder } from '#start/data/data-folder'
import { prepareDatabase } from '#start/database/database'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#start/database/embedded-postgres'

/** A database of the server the whole run shares. */
export interface BenchDatabase {
  name: string
  applicationUrl: string
  ownerUrl: string
}

/** Where a run measures: one folder and one PostgreSQL, durable as in production. */
export interface Surroundings {
  folder: string
  server: EmbeddedPostgres
  /** Of the server's own `postgres` database. */
  superuser: Sql
  /** Migrated, with the data every city begins with; an older one of that name is dropped. */
  openFreshDatabase(name: string): Promise<BenchDatabase>
  /** An exact copy under another name; nobody may be connected to the first one. */
  cloneDatabase(from: BenchDatabase, name: string): Promise<BenchDatabase>
  dropDatabase(name: string): Promise<void>
  /** Writes out what an earlier measurement left to be written. */
  settle(): Promise<void>
  close(): Promise<void>
}

/** Opens them in the folder; without one in a temporary one that is deleted at the end. */
export async function openSurroundings(given: string | undefined): Promise<Surroundings> {
  const folder = openDataFolder(given ?? join(tmpdir(), `platebni-portal-bench-${process.pid}`))
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres'), durable: true })
  const superuser = postgres(server.superuserUrl, { max: 1, onnotice: () => {} })
  const dropDatabase = async (name: string) => {
    await superuser.unsafe(`drop database if exists ${name} with (force)`)
  }
  const named = (name: string): BenchDatabase => {
    const within = (url: string) => url.replace(/\/portal$/, `/${name}`)
    return { name, applicationUrl: within(server.applicationUrl), ownerUrl: within(server.ownerUrl) }
  }
  return {
    folder,
    server,
    superuser,
    dropDatabase,
    async openFreshDatabase(name) {
      await dropDatabase(name)
      await superuser.unsafe(`create database ${name} owner portal_owner`)
      const database = named(name)
      await prepareDatabase(database)
      return database
    },
    async cloneDatabase(from, name) {
      await dropDatabase(name)
      await superuser.unsafe(`create database ${name} template ${from.name} owner portal_owner`)
      return named(name)
    },
    async settle() {
      await superuser`checkpoint`
      if (process.platform === 'linux') execFileSync('sync')
    },
    async close() {
      await superuser.end({ timeout: 5 })
      await server.stop()
      if (given === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}
