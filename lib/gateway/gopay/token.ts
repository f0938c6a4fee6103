import { createHash } from 'node:crypto'
import { now } from '#lib/core/clock'
import { call } from '../transport.ts'
import { basicAuthorization, type GopayConnection } from './connection.ts'
import { readToken } from './parse.ts'

export type Access =
  | { kind: 'token'; token: string; untilMs: number }
  /** No token came, so nothing can be asked; our keys are wrong, or the gateway is not well. */
  | { kind: 'none'; reason: string }

/** A token is put aside this long before its end, so that no call meets the end on its way. */
const setAsideS = 60

const kept = new Map<string, Promise<Access>>()

/**
 * The access token of a connection (OAuth 2.0 client credentials, RFC 6749, § 4.4): the kept one, else a new one.
 * Callers at once share one call for it.
 */
export async function accessToken(connection: GopayConnection, timeoutMs: number): Promise<Access> {
  const key = keyOf(connection)
  const known = kept.get(key)
  if (known && !isGood(await known) && kept.get(key) === known) kept.delete(key)
  const current = kept.get(key)
  if (current) return current
  const asked = askForToken(connection, timeoutMs)
  kept.set(key, asked)
  return asked
}

/** Forgets a token the gateway refused; another one got meanwhile stays. */
export async function forgetToken(connection: GopayConnection, refused: Access): Promise<void> {
  const key = keyOf(connection)
  const current = kept.get(key)
  if (current && (await current) === refused && kept.get(key) === current) kept.delete(key)
}

const isGood = (access: Access) => access.kind === 'token' && access.untilMs > now().getTime()

async function askForToken(connection: GopayConnection, timeoutMs: number): Promise<Access> {
  const askedAtMs = now().getTime()
  const reply = await call(
    `${connection.url}/oauth2/token`,
    {
      method: 'POST',
      headers: {
        authorization: basicAuthorization(connection),
        accept: 'application/json',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials&scope=payment-all',
    },
    timeoutMs,
  )
  if (reply.kind === 'none') return { kind: 'none', reason: `no token: ${reply.reason}` }
  const read = readToken(reply.text)
  if (reply.status !== 200 || !read) return { kind: 'none', reason: `no token: HTTP ${reply.status}` }
  const goodForS = Math.max(read.expiresInS - setAsideS, read.expiresInS / 2)
  return { kind: 'token', token: read.token, untilMs: askedAtMs + goodForS * 1000 }
}

/** Other keys get another token; the secret itself is not kept as a name. */
function keyOf({ url, clientId, clientSecret }: GopayConnection): string {
  return createHash('sha256')
    .update(JSON.stringify([url, clientId, clientSecret]))
    .digest('hex')
}
