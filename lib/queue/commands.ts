import { sql } from 'drizzle-orm'
import { fromDrizzle, PgBoss } from 'pg-boss'
import { type Database, database, type Transaction } from '#db/client'
import type { JobData, JobName } from './jobs.ts'

const slot = Symbol.for('platebni-portal.queue')
const holder = globalThis as { [slot]?: Promise<PgBoss> }

/** The queue's client of this process: it sends, it neither supervises nor works. */
function sender(): Promise<PgBoss> {
  holder[slot] ??= startSender().catch((error) => {
    delete holder[slot]
    throw error
  })
  return holder[slot]
}

async function startSender(): Promise<PgBoss> {
  const boss = new PgBoss({
    db: fromDrizzle(database(), sql),
    migrate: false,
    supervise: false,
    schedule: false,
  })
  boss.on('error', () => {})
  return boss.start()
}

/**
 * The door to the queue: writes a job inside the given transaction, so that it exists exactly when the fact
 * that asked for it does.
 */
export async function enqueue<N extends JobName>(
  tx: Transaction | Database,
  name: N,
  data: JobData<N>,
  options: { afterSeconds?: number; singletonKey?: string } = {},
): Promise<void> {
  const boss = await sender()
  await boss.send(name, data, {
    db: fromDrizzle(tx, sql),
    ...(options.afterSeconds ? { startAfter: options.afterSeconds } : {}),
    ...(options.singletonKey ? { singletonKey: options.singletonKey } : {}),
  })
}
