import { sql } from 'drizzle-orm'
import { fromDrizzle } from 'pg-boss'
import type { Database, Transaction } from '#db/client'
import type { JobData, JobName } from './jobs.ts'
import { sender } from './sender.commands.ts'

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
  const boss = await sender(tx)
  await boss.send(name, data, {
    db: fromDrizzle(tx, sql),
    ...(options.afterSeconds ? { startAfter: options.afterSeconds } : {}),
    ...(options.singletonKey ? { singletonKey: options.singletonKey } : {}),
  })
}
