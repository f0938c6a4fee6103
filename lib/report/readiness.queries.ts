import { knownMigrations } from '#db/known-migrations'
import { askInTime } from '#db/pulse'
import { env } from '#lib/core/env'

/** Whether the portal can serve: each condition by name. */
export interface Readiness {
  database: boolean
  migrations: boolean
  jobs: boolean
}

/** Whoever asks waits two seconds; what takes longer is as good as no answer. */
const answerWithinMs = 1500

const heartbeatLateSeconds = 60
/** A bank that gives no statement so long needs somebody to look; it may rest for a night. */
const fetchLateHours = 12

/**
 * What an operator should look at though the portal serves: accounts whose statements cannot be fetched for hours.
 * None where the database cannot be asked.
 */
export async function readinessWarnings(): Promise<string[]> {
  try {
    const [row] = await askInTime(
      env().DATABASE_URL,
      (sql) => sql<{ failing: boolean }[]>`
        select exists (select 1 from statement_fetch
                        where failing_since < now() - make_interval(hours => ${fetchLateHours})
                          and problem <> 'too_soon' or problem = 'asked_nothing') as failing`,
      answerWithinMs,
    )
    return row?.failing ? ['statements_not_fetched'] : []
  } catch {
    return []
  }
}

/** Asks the database for itself, for the migrations applied and for a worker's recent sign of life. */
export async function readiness(): Promise<Readiness> {
  try {
    const [row] = await askInTime(
      env().DATABASE_URL,
      (sql) => sql<{ migrations: number; jobs: boolean }[]>`
        select (select count(*)::int from drizzle.__drizzle_migrations) as migrations,
               exists (select 1 from worker_heartbeat
                        where at > now() - make_interval(secs => ${heartbeatLateSeconds})) as jobs`,
      answerWithinMs,
    )
    return { database: true, migrations: row?.migrations === knownMigrations, jobs: row?.jobs ?? false }
  } catch {
    return { database: false, migrations: false, jobs: false }
  }
}
