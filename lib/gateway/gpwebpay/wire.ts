import { randomBytes } from 'node:crypto'
import { blot } from '#lib/core/blot'
import type { GatewaySettings } from '#lib/core/env-gateways'
import type { Exchange } from '../contract.ts'
import { call, type WireReply } from '../transport.ts'
import { type Operation, type Received, readReply, writeRequest } from './envelope.ts'
import { digestText, isSigned, signText } from './signature.ts'

/** How one merchant number is reached. */
export type GpwebpayConnection = GatewaySettings['gpwebpay']

/** What a call needs beside who we are. */
export interface CallFields {
  paymentNumber: string
  amount?: string
  captureNumber?: string
}

export type ServiceAnswer = Exchange &
  (
    | { kind: 'answer'; fields: ReadonlyMap<string, string> }
    /** A signed refusal with the gateway's codes. */
    | { kind: 'fault'; primary: string; secondary: string }
    | { kind: 'none'; reason: string }
  )

const requestOrder = [
  'messageId',
  'provider',
  'merchantNumber',
  'paymentNumber',
  'amount',
  'captureNumber',
] as const

/** 24 characters the gateway has not seen from us yet. */
const newMessageId = () => randomBytes(18).toString('base64')

/**
 * One signed call of the web service. An answer counts only when the gateway signed it and it answers this very
 * message; anything else is none.
 */
export async function callService(
  connection: GpwebpayConnection,
  operation: Operation,
  callFields: CallFields,
  messageId = newMessageId(),
): Promise<ServiceAnswer> {
  const { provider, merchant: merchantNumber } = connection
  const values: Record<string, string> = { messageId, provider, merchantNumber, ...callFields }
  const signature = signText(digestText(requestOrder, values), connection)
  const named = requestOrder.flatMap((name): [string, string][] => {
    const value = values[name]
    return value === undefined ? [] : [[name, value]]
  })
  const reply = await call(
    connection.webServiceUrl,
    {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
      body: writeRequest(operation, [...named, ['signature', signature]]),
    },
    connection.timeoutMs,
  )
  const received = reply.kind === 'reply' ? readReply(operation, reply.text) : null
  const exchange = keepExchange(operation, reply, received)
  if (reply.kind === 'none') return { kind: 'none', reason: reply.reason, exchange }
  if (!received) return { kind: 'none', reason: `unreadable reply, HTTP ${reply.status}`, exchange }
  return { ...believed(connection, received, messageId), exchange }
}

type Believed =
  | { kind: 'answer'; fields: ReadonlyMap<string, string> }
  | { kind: 'fault'; primary: string; secondary: string }
  | { kind: 'none'; reason: string }

function believed(connection: GpwebpayConnection, received: Received, messageId: string): Believed {
  const { fields, signedText } = received
  const signature = (fields.get('signature') ?? '').replace(/\s/g, '')
  if (!isSigned(Buffer.from(signedText), signature, connection)) {
    return { kind: 'none', reason: 'the signature of the reply does not verify' }
  }
  if (fields.get('messageId') !== messageId) return { kind: 'none', reason: 'the reply to another message' }
  if (received.kind === 'answer') return { kind: 'answer', fields }
  const primary = fields.get('primaryReturnCode')
  const secondary = fields.get('secondaryReturnCode')
  return primary === undefined || secondary === undefined
    ? { kind: 'none', reason: 'a fault without codes' }
    : { kind: 'fault', primary, secondary }
}

/** Fields that have a use in the history of a payment; nothing of the card or its holder has. */
const keptFields = [
  'state',
  'status',
  'subStatus',
  'paymentMethod',
  'paymentAmount',
  'approveAmount',
  'captureAmount',
  'refundAmount',
  'paymentTime',
  'approveTime',
  'lastCaptureTime',
  'approveCode',
  'primaryReturnCode',
  'secondaryReturnCode',
]

/**
 * The reply as it may be kept. The number of the message and the signature change with each call, so they are left
 * out: the same answer again then looks the same.
 */
function keepExchange(operation: Operation, reply: WireReply, received: Received | null): string {
  if (reply.kind === 'none') return `${operation}\n${reply.reason}`
  const told = received
    ? keptFields.flatMap((name) => {
        const value = received.fields.get(name)
        return value === undefined ? [] : `${name}=${value}`
      })
    : [reply.text]
  return keepText([operation, `HTTP ${reply.status}`, ...told].join('\n'))
}

/** The database keeps no zero bytes in a text. */
export const keepText = (text: string) => blot(text.replaceAll('\0', '')).slice(0, 4000)
