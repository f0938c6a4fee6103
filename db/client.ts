import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres, { type ISql, type Sql } from 'postgres'

/** A database, or a transaction of it: both read and write alike. */
export type Database = PostgresJsDatabase
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** What a query reads from: the transaction it belongs to, or the pool. */
export type Reader = Database | Transaction

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
  const database = drizzle(keepingPlans(sql))
  holder[slot] = { url, sql, database }
  return database
}

/**
 * Drizzle asks the driver to prepare every statement anew: one more trip to the server to learn the types of the
 * parameters, and parsing and planning again. Our statements are few and repeat, so each connection keeps them.
 */
function keepingPlans<S extends ISql>(sql: S): S {
  return new Proxy(sql, {
    get(target, name) {
      if (name === 'unsafe') {
        return (text: string, values: Parameters<ISql['unsafe']>[1] = []) =>
          target.unsafe(text, values, { prepare: values.length > 0 })
      }
      if (name === 'begin' || name === 'savepoint') {
        const open: (run: (inner: ISql) => unknown) => unknown = Reflect.get(target as object, name)
        return (run: (inner: ISql) => unknown) => open((inner) => run(keepingPlans(inner)))
      }
      return Reflect.get(target, name)
    },
  })
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
