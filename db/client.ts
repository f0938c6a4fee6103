import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres, { type Sql } from 'postgres'

/** A database, or a transaction of it: both read and write alike. */
export type Database = PostgresJsDatabase
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]

interface Connection {
  url: string
  sql: Sql
  database: Database
}

// Bundles of one process each hold their own copy of this module; the pool must be one.
const slot = Symbol.for('platebni-portal.database')
const holder = globalThis as { [slot]?: Connection }

/** Opens the pool for this process; a repeated call with the same address keeps the pool it has. */
export function connectDatabase(url: string, options: { max?: number } = {}): Database {
  const current = holder[slot]
  if (current?.url === url) return current.database
  const sql = postgres(url, {
    max: options.max ?? 10,
    connect_timeout: 5,
    connection: { TimeZone: 'UTC', application_name: 'platebni-portal' },
    onnotice: () => {},
    transform: { undefined: null },
  })
  const database = drizzle(sql)
  holder[slot] = { url, sql, database }
  return database
}

/** The pool opened at start. Throws when the process forgot to open it. */
export function database(): Database {
  const current = holder[slot]
  if (!current) throw new Error('The database was not connected at start.')
  return current.database
}

/** The driver beneath, for what Drizzle does not speak: COPY and cursors. */
export function databaseDriver(): Sql {
  const current = holder[slot]
  if (!current) throw new Error('The database was not connected at start.')
  return current.sql
}

export async function disconnectDatabase(): Promise<void> {
  const current = holder[slot]
  delete holder[slot]
  await current?.sql.end({ timeout: 5 })
}
