import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { knownMigrations } from '#db/known-migrations'

/** Whether the portal can serve: each condition by name. */
export interface Readiness {
  database: boolean
  migrations: boolean
  jobs: boolean
}

const heartbeatLateSeconds = 60

/** Asks the database for itself, for the migrations applied and for a worker's recent sign of life. */
export async function readiness(): Promise<Readiness> {
  try {
    const [row] = await database().execute<{ migrations: string; jobs: boolean }>(sql`
      select (select count(*) from drizzle.__drizzle_migrations) as migrations,
             exists (select 1 from worker_heartbeat
                      where at > now() - make_interval(secs => ${heartbeatLateSeconds})) as jobs`)
    return {
      database: true,
      migrations: Number(row?.migrations ?? 0) === knownMigrations,
      jobs: row?.jobs ?? false,
    }
  } catch {
    return { database: false, migrations: false, jobs: false }
  }
}
