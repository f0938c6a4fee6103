import postgres, { type Sql } from 'postgres'
import { deadline } from '#start/machine/ports'

/** How long a second connection is waited for beside a first one, in milliseconds. */
const besideMs = 10_000

/**
 * What makes the way to this database useless for the portal, as the end of a sentence; null when it is fine. A pooler
 * that lends its connections for one transaction only loses what a session holds: locks, and prepared statements. It
 * shows where two open connections meet in one process of the server, or one wanders between two.
 */
export async function poolerFault(url: string): Promise<string | null> {
  const [first, second] = [openOne(url), openOne(url)]
  try {
    const told = await Promise.race([
      wanders(first, second),
      deadline(besideMs).then(() => 'silent' as const),
    ])
    if (told === 'silent') return 'gives no second connection beside the first; the portal needs some forty'
    return told
      ? 'leads through a pooler that lends connections for one transaction (PgBouncer: pool_mode = transaction); set pool_mode = session there, or name the PostgreSQL server itself'
      : null
  } finally {
    await Promise.all([first.end({ timeout: 1 }), second.end({ timeout: 1 })])
  }
}

async function wanders(first: Sql, second: Sql): Promise<boolean> {
  const own = await processOf(first)
  for (let round = 0; round < 3; round++) {
    if ((await processOf(second)) === own) return true
    // While the second holds one in a transaction, a pooler that takes turns must show another to the first.
    const isSeen = await second.begin(async (held) => {
      const there = await processOf(held as unknown as Sql)
      return there === own || (await processOf(first)) !== own
    })
    if (isSeen) return true
  }
  return false
}

/** By the simple protocol, which needs no statement that another connection might have prepared. */
async function processOf(sql: Sql): Promise<number> {
  const [row] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`.simple()
  return row?.pid ?? 0
}

const openOne = (url: string) =>
  postgres(url, { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => {} })
