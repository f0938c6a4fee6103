import type { Reader } from '#db/client'
import { readSetting } from '#lib/city/settings.queries'
import { type MatchingSettings, matchingSettingsShape } from './input.ts'

/** How far the rules may go by themselves today; the defaults where the city has said nothing. */
export async function readMatchingSettings(tx: Reader): Promise<MatchingSettings> {
  return matchingSettingsShape.parse(await readSetting(tx, 'matching'))
}
