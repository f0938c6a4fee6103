import { setTimeout } from 'node:timers/promises'
import { makeJob } from '#lib/actor/actor'
import { log } from '#lib/core/log'
import { pollDuePayments } from '#lib/payment/poll.commands'

const everyMs = 2_000

/** Asks gateways about payments whose time has come, round after round, until told to stop. */
export async function keepPolling(signal: AbortSignal): Promise<void> {
  const actor = makeJob('poll-payments')
  while (!signal.aborted) {
    const asked = await pollDuePayments(actor).catch((error) => {
      log.warn(error, 'the poller could not look')
      return 0
    })
    if (asked === 0) await setTimeout(everyMs, undefined, { signal }).catch(() => {})
  }
}
