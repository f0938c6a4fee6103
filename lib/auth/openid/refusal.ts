import { ResponseBodyError, WWWAuthenticateChallengeError } from 'oauth4webapi'

/** A login or a logout message that is not believed, in an English sentence for the log. */
export class Refused extends Error {}

/** What may stand in a log of text from outside: codes and plain words, cut. */
export const plainWords = (text: string) => text.replace(/[^\w .:,()"'/-]+/g, ' ').slice(0, 200)

/**
 * Why something failed, in one line for the log. The libraries name the claim or parameter that is wrong; its values
 * (states, nonces, codes, people's data) are in the cause and never told.
 */
export function reasonOf(error: unknown): string {
  if (error instanceof ResponseBodyError)
    return plainWords(`the provider answered ${error.status} ${error.error}`)
  if (error instanceof WWWAuthenticateChallengeError) {
    return plainWords(`the provider answered ${error.status}: it does not take our password or token`)
  }
  if (!(error instanceof Error)) return 'unknown'
  const [line = ''] = error.message.split('\n')
  const cause = error.cause
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : ''
  return plainWords(`${line}${code}`)
}
