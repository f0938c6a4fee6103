import { blot } from '#lib/core/blot'
import type { GatewaySettings } from '#lib/core/env-gateways'
import { call, type WireReply } from '../transport.ts'

/** How one shop connection is reached. */
export type ComgateConnection = GatewaySettings['comgate']

type Fields = Record<string, string>

/** v1.0: the shop and its secret travel in the form body, never in the address. */
export function callForm(
  connection: ComgateConnection,
  operation: string,
  fields: Fields,
  limitBytes?: number,
) {
  const body = new URLSearchParams({
    merchant: connection.merchant,
    secret: connection.secret,
    ...fields,
  })
  return call(
    `${connection.url}/v1.0/${operation}`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
      body: body.toString(),
    },
    connection.timeoutMs,
    limitBytes,
  )
}

/** v2.0: JSON over REST with the shop and its secret in Basic authorization. */
export function callRest(
  connection: ComgateConnection,
  method: string,
  path: string,
  json?: object,
  limitBytes?: number,
) {
  return call(
    `${connection.url}/v2.0/${path}`,
    {
      method,
      headers: {
        authorization: basicAuthorization(connection),
        accept: 'application/json',
        ...(json ? { 'content-type': 'application/json' } : {}),
      },
      ...(json ? { body: JSON.stringify(json) } : {}),
    },
    connection.timeoutMs,
    limitBytes,
  )
}

function basicAuthorization({ merchant, secret }: Pick<ComgateConnection, 'merchant' | 'secret'>) {
  return `Basic ${Buffer.from(`${merchant}:${secret}`).toString('base64')}`
}

/** The exchange as it may be kept: the reply, without the secret in any of its spellings, capped. */
export function keepExchange(connection: ComgateConnection, operation: string, reply: WireReply): string {
  const told = reply.kind === 'reply' ? `HTTP ${reply.status}\n${reply.text}` : reply.reason
  return keepText(connection, `${operation}\n${told}`)
}

export function keepText({ secret, merchant }: ComgateConnection, text: string): string {
  const encoded = (part: string) => Buffer.from(part).toString('base64').replace(/=+$/, '')
  // The last one: JSON may escape slashes.
  const spellings = [secret, encoded(secret), encoded(`${merchant}:${secret}`), secret.replaceAll('/', '\\/')]
  // The database keeps no zero bytes in a text.
  return hidePeople(blot(text.replaceAll('\0', ''), spellings)).slice(0, 4000)
}

const personal = 'email|phone|name|fullName|account|payerName|payer_name|payerAcc|payer_acc'
const inJson = new RegExp(`"(${personal})"\\s*:\\s*"[^"]*"`, 'g')
const inForm = new RegExp(`(^|[&\\n])(${personal})=[^&\\n]*`, 'g')

/** Names, addresses and accounts of payers have no use in the history of a payment. */
function hidePeople(text: string): string {
  return text.replace(inJson, '"$1":"[hidden]"').replace(inForm, '$1$2=[hidden]')
}
