import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import { type Database, database, type Transaction } from '#db/client'

const slot = Symbol.for('platebni-portal.queue')
const holder = globalThis as { [slot]?: Promise<PgBoss> }

/** The queue's client of this process: it sends, it neither supervises nor works. */
export function sender(tx: Transaction | Database): Promise<PgBoss> {
  holder[slot] ??= startSender(tx).catch((error) => {
    delete holder[slot]
    throw error
  })
  return holder[slot]
}

/**
 * Starts over the connection of the transaction that asks first: the rest of the pool may be held by others that
 * wait for this start, and none of them would ever let go.
 */
async function startSender(tx: Transaction | Database): Promise<PgBoss> {
  let connection: Transaction | Database | null = tx
  const boss = new PgBoss({
    db: {
      executeSql: async (text, values) => fromDrizzle(connection ?? database(), sql).executeSql(text, values),
    },
    migrate: false,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {})
  await boss.start()
  connection = null
  return boss
}

/** Lets go of the queue's client, whose timers would keep a short process alive; nothing where none was started. */
export async function stopSending(): Promise<void> {
  const boss = await holder[slot]?.catch(() => null)
  delete holder[slot]
  await boss?.stop({ graceful: false, close: false })
}
