import { now } from '#lib/core/clock'
import type { GatewaySettings } from '#lib/core/env-gateways'
import { call, type WireReply } from '../transport.ts'
import { type Operation, readAnswer, type Word } from './parse.ts'
import { type Signable, signatureOf, signedText } from './signature.ts'
import { stampOf } from './stamp.ts'

/** How one shop is reached. */
export type CsobConnection = GatewaySettings['csob']

/** A message as JSON, fields in the order they are signed in; `values` are theirs, when a field is not flat. */
export interface Message {
  fields: Record<string, unknown>
  values: readonly Signable[]
}

/** What came back, and the same as it may be kept for the payment's history. */
export interface Heard {
  word: Word
  exchange: string
}

const keptLength = 4000

/** Sends a signed message; an answer is believed only when the gateway signed it. */
export async function send(
  connection: CsobConnection,
  operation: Operation,
  method: 'POST' | 'PUT',
  { fields, values }: Message,
): Promise<Heard> {
  const signature = signatureOf(signedText(values), connection.privateKey)
  const path = operation === 'echo' ? 'echo' : `payment/${operation}`
  const reply = await call(
    `${connection.url}/${path}`,
    {
      method,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ ...fields, signature }),
    },
    connection.timeoutMs,
  )
  return heard(connection, operation, reply)
}

/** Asks by a signed address (eAPI payment/status). */
export async function ask(connection: CsobConnection, operation: 'status', payId: string): Promise<Heard> {
  const reply = await call(
    signedAddress(connection, operation, payId),
    { headers: { accept: 'application/json' } },
    connection.timeoutMs,
  )
  return heard(connection, operation, reply)
}

/**
 * An address of eAPI payment/process or payment/status with its own signature, whose plus signs, slashes and equals
 * signs must not stand bare.
 */
export function signedAddress(
  { url, merchant, privateKey }: CsobConnection,
  operation: 'process' | 'status',
  payId: string,
): string {
  const values = [merchant, payId, stampOf(now())]
  const parts = [...values, signatureOf(signedText(values), privateKey)]
  return `${url}/payment/${operation}/${parts.map(encodeURIComponent).join('/')}`
}

function heard(connection: CsobConnection, operation: Operation, reply: WireReply): Heard {
  const told = reply.kind === 'reply' ? `HTTP ${reply.status}\n${reply.text}` : reply.reason
  return {
    word: readAnswer(operation, reply, connection.publicKeys),
    exchange: keepText(`${operation}\n${told}`),
  }
}

/** Nothing in these messages is secret but the names of cards; the database keeps no zero bytes. */
export function keepText(text: string): string {
  return text
    .replaceAll('\0', '')
    .replace(/"(maskedCln|longMaskedCln|expiration)"\s*:\s*"[^"]*"/g, '"$1":"[hidden]"')
    .slice(0, keptLength)
}
