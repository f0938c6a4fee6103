import { sql } from 'drizzle-orm'
import { database } from '#db/client'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { log } from '#lib/core/log'
import { type CitySettings, citySettingsShape } from './input.ts'

const keptForMs = 15_000
let kept: { settings: CitySettings; until: number } | null = null

/** The city's settings valid today. Public facts, so no actor asks; kept for a few seconds per process. */
export async function citySettings(): Promise<CitySettings> {
  const at = now().getTime()
  if (kept && kept.until > at) return kept.settings
  try {
    const settings = await readSettings()
    kept = { settings, until: at + keptForMs }
    return settings
  } catch (error) {
    // The frame of a page must stand even while the database is away; the last known city serves.
    log.warn(error, 'the settings of the city could not be read')
    return kept?.settings ?? citySettingsShape.parse({})
  }
}

async function readSettings(): Promise<CitySettings> {
  const today = pragueDate(now())
  const rows = await database().execute<{ key: string; value: unknown }>(sql`
    select distinct on (key) key, value from city_setting
     where valid_from <= ${today} and (valid_to is null or valid_to >= ${today})
     order by key, valid_from desc`)
  return citySettingsShape.parse(Object.fromEntries(rows.map((row) => [row.key, row.value])))
}
