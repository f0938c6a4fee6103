import { blot } from '#lib/core/blot'
import { call, type WireReply } from '../transport.ts'
import { basicAuthorization, type GopayConnection } from './connection.ts'
import { readJson } from './parse.ts'
import { accessToken, forgetToken } from './token.ts'

/** `payments/payment/{id}` and what hangs on it. */
export const pathOf = (gatewayPaymentId: string, tail = '') =>
  `payments/payment/${encodeURIComponent(gatewayPaymentId)}${tail}`

/** A reply with the tokens the call carried, or why nothing was sent at all. */
export type ApiReply = (WireReply & { tokens: string[] }) | { kind: 'not_sent'; reason: string }

/**
 * One call of the protocol, token included, within the connection's time limit. A refused token is renewed and
 * the call made once more: the gateway refuses a token before it does anything.
 */
export async function callApi(
  connection: GopayConnection,
  method: 'GET' | 'POST',
  path: string,
  body?: { json: object } | { form: Record<string, string> },
  limitBytes?: number,
): Promise<ApiReply> {
  const endsAt = performance.now() + connection.timeoutMs
  const leftMs = () => Math.max(1, Math.ceil(endsAt - performance.now()))
  const tokens: string[] = []
  for (;;) {
    const access = await accessToken(connection, leftMs())
    if (access.kind === 'none') return { kind: 'not_sent', reason: access.reason }
    tokens.push(access.token)
    const sent = request(method, access.token, body)
    const reply = await call(`${connection.url}/${path}`, sent, leftMs(), limitBytes)
    const isRefused = reply.kind === 'reply' && reply.status === 401
    if (isRefused) await forgetToken(connection, access)
    if (!isRefused || tokens.length > 1) return { ...reply, tokens }
  }
}

function request(
  method: string,
  token: string,
  body?: { json: object } | { form: Record<string, string> },
): RequestInit {
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
  if (!body) return { method, headers }
  return 'json' in body
    ? { method, headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body.json) }
    : {
        method,
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(body.form).toString(),
      }
}

/** The exchange as it may be kept: the reply, without secrets and payers, capped. */
export function keepExchange(connection: GopayConnection, operation: string, reply: ApiReply): string {
  if (reply.kind !== 'reply') return keepText(connection, `${operation}\n${reply.reason}`)
  return keepText(connection, `${operation}\nHTTP ${reply.status}\n${withoutPayer(reply.text)}`, reply.tokens)
}

export function keepText(connection: GopayConnection, text: string, tokens: string[] = []): string {
  const { clientSecret } = connection
  const encoded = Buffer.from(clientSecret).toString('base64').replace(/=+$/, '')
  const secrets = [clientSecret, encoded, basicAuthorization(connection).slice('Basic '.length), ...tokens]
  // JSON may escape slashes.
  const spellings = secrets.flatMap((secret) => [secret, secret.replaceAll('/', '\\/')])
  // The database keeps no zero bytes in a text.
  return blot(text.replaceAll('\0', ''), spellings)
    .replace(/znak=[\w-]+/g, 'znak=[hidden]')
    .replace(/[\w.+-]+@[\w-]+\.[\w.]+/g, '[hidden]')
    .slice(0, 4000)
}

/** Names, cards and accounts of payers have no use in the history of a payment. */
function withoutPayer(text: string): string {
  const read = readJson(text)
  if (typeof read !== 'object' || read === null || !('payer' in read)) return text
  return JSON.stringify({ ...read, payer: '[hidden]' })
}
