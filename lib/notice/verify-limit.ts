import { now } from '#lib/core/clock'

/** So many codes a minute are more than people type; a million guesses would take eleven days. */
export const mostCodesAMinute = 60
const minuteMs = 60_000

const tries = { since: 0, count: 0 }

/**
 * Counts one more code typed by anybody and says whether it may still be looked up. One count for all, for nobody who
 * types a code has a name, and addresses of the network are shared and cheap. Each process of the portal counts its own.
 */
export function mayVerifyCode(): boolean {
  const at = now().getTime()
  if (at - tries.since >= minuteMs || at < tries.since) Object.assign(tries, { since: at, count: 0 })
  tries.count++
  return tries.count <= mostCodesAMinute
}
