import { hostname } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { log } from '#lib/core/log'
import { beat } from '#lib/report/beat.commands'

const everyMs = 10_000

/** Writes a sign of life until told to stop; a database that is away is waited for. */
export async function keepBeating(signal: AbortSignal): Promise<void> {
  const worker = `${hostname()}:${process.pid}`
  while (!signal.aborted) {
    await beat(worker).catch((error) => log.warn(error, 'no sign of life could be written'))
    await setTimeout(everyMs, undefined, { signal }).catch(() => {})
  }
}
