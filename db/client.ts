import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres, { type ISql, type Sql } from 'postgres'

/** A database, or a transaction of it: both read and write alike. */
export type Database = PostgresJsDatabase
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0]
/** What a query reads from: the transaction it belongs to, or the pool. */
export type Reader = Database | Transaction

interface Connection {
  url: string
  max: number
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
  return openPool(url, options.max ?? 10).database
}

function openPool(url: string, max: number): Connection {
  const sql = postgres(url, {
    max,
    connect_timeout: 5,
    connection: { TimeZone: 'UTC', application_name: 'platebni-portal' },
    onnotice: () => {},
    transform: { undefined: null },
  })
  const opened = { url, max, sql, database: drizzle(keepingPlans(sql)) }
  holder[slot] = opened
  return opened
}

/** Gives up every connection of the pool with what waits on it, which rejects, and begins with new ones. */
export function renewConnections(): void {
  const current = holder[slot]
  if (!current) return
  openPool(current.url, current.max)
  void current.sql.end({ timeout: 0 }).catch(() => {})
}

type Inside = (inner: ISql) => unknown
type Opening = (run: Inside) => Promise<unknown>

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
        const open: Opening = Reflect.get(target as object, name)
        if (name === 'begin') return (run: Inside) => committed(open, run)
        return (run: Inside) => open((inner) => run(keepingPlans(inner)))
      }
      return Reflect.get(target, name)
    },
  })
}

/**
 * Runs a transaction and gives its result only once the server has said that it was committed. Our own commit goes out
 * together with the driver's, whose answer the driver keeps to itself, and chains an empty transaction for it to end. What
 * is heard of the connection after our commit was answered changes nothing about it.
 */
async function committed(open: Opening, run: Inside): Promise<unknown> {
  const commit: { said?: Promise<{ command: string }>; value?: unknown } = {}
  const ended = await open(async (inner) => {
    commit.value = await run(keepingPlans(inner))
    commit.said = inner.unsafe('commit and chain').execute()
  }).then(
    () => null,
    (error: unknown) => ({ error }),
  )
  if (!commit.said) throw ended?.error
  const { command } = await commit.said
  if (command === 'COMMIT') return commit.value
  throw ended?.error ?? new Error(`The transaction ended by ${command} instead of being committed.`)
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
