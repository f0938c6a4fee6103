import { setTimeout } from 'node:timers/promises'
import { renewConnections } from '#db/client'
import { now } from '#lib/core/clock'
import { log } from '#lib/core/log'
import { databaseAnswers } from './answering.queries.ts'

const everyMs = 2000
/** So long nothing that was asked has been answered; whoever still waits waits for a server that is gone. */
const givenUpAfterMs = 10_000

/**
 * Watches until told to stop whether the database answers, and lets go of the connections of this process once it has been
 * silent for ten seconds: those of a server that vanished would otherwise be waited for a quarter of an hour.
 */
export async function watchDatabase(signal: AbortSignal): Promise<void> {
  let silentSinceMs: number | null = null
  while (!signal.aborted) {
    const answers = await databaseAnswers()
    const at = now().getTime()
    if (answers && silentSinceMs !== null) log.info('the database answers again')
    if (!answers && silentSinceMs === null) log.error('the database does not answer')
    silentSinceMs = answers ? null : (silentSinceMs ?? at)
    if (silentSinceMs !== null && at - silentSinceMs >= givenUpAfterMs) {
      renewConnections()
      silentSinceMs = at
    }
    await setTimeout(everyMs, undefined, { signal }).catch(() => {})
  }
}
