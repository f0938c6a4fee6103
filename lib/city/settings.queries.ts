import { sql } from 'drizzle-orm'
import { type Database, database, type Transaction } from '#db/client'
import { isSilent } from '#db/pulse'
import { now } from '#lib/core/clock'
import { type IsoDate, pragueDate } from '#lib/core/dates'
import { inTime } from '#lib/core/in-time'
import { log } from '#lib/core/log'
import { type CitySettings, citySettingsShape } from './input.ts'

const keptForMs = 15_000
/** A frame does not wait longer for its city; the next one in a moment does not wait again. */
const answerWithinMs = 1000
const keptWhileAwayMs = 3000
let kept: { settings: CitySettings; until: number } | null = null

/** The city's settings valid today. Public facts, so no actor asks; kept for a few seconds per process. */
export async function citySettings(): Promise<CitySettings> {
  const at = now().getTime()
  if (kept && kept.until > at) return kept.settings
  if (isSilent()) return lastKnown()
  try {
    const settings = await inTime(readSettings(), answerWithinMs)
    kept = { settings, until: at + keptForMs }
    return settings
  } catch (error) {
    // The frame of a page must stand even while the database is away; the last known city serves.
    log.warn(error, 'the settings of the city could not be read')
    const settings = lastKnown()
    kept = { settings, until: at + keptWhileAwayMs }
    return settings
  }
}

const lastKnown = (): CitySettings => kept?.settings ?? citySettingsShape.parse({})

async function readSettings(): Promise<CitySettings> {
  const today = pragueDate(now())
  const rows = await database().execute<{ key: string; value: unknown }>(sql`
    select distinct on (key) key, value from city_setting
     where valid_from <= ${today} and (valid_to is null or valid_to >= ${today})
     order by key, valid_from desc`)
  return citySettingsShape.parse(Object.fromEntries(rows.map((row) => [row.key, row.value])))
}

/**
 * The value of one setting valid on a day, today unless told; undefined where the city has said nothing. Read anew
 * within the caller's transaction: where money depends on it, no last known value may serve.
 */
export async function readSetting(
  tx: Transaction | Database,
  key: string,
  day: IsoDate = pragueDate(now()),
): Promise<unknown> {
  const [row] = await tx.execute<{ value: unknown }>(sql`
    select value from city_setting where key = ${key} and valid_from <= ${day}
       and (valid_to is null or valid_to >= ${day}) order by valid_from desc limit 1`)
  return row?.value
}
