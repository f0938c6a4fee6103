import { sql } from 'drizzle-orm'
import { database } from '#db/client'

/** The sign of life of one worker process, by which readiness knows that jobs run. */
export async function beat(worker: string): Promise<void> {
  await database().execute(sql`
    insert into worker_heartbeat (worker, at) values (${worker}, now())
    on conflict (worker) do update set at = excluded.at`)
}
