import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import type { WireReply } from '../transport.ts'
import { isSigned, type Signable, signedText } from './signature.ts'

type Fields = Record<string, unknown>
/** The order in which values of an answer are signed: a name, or a name with the order inside of its object. */
type Order = readonly (string | readonly [string, Order])[]

const browser: Order = ['url', 'method', ['vars', []]]
const actions: Order = [
  [
    'fingerprint',
    [
      ['browserInit', browser],
      ['sdkInit', ['directoryServerID', 'schemeId', 'messageVersion']],
    ],
  ],
  [
    'authenticate',
    [
      ['browserChallenge', browser],
      ['sdkChallenge', ['threeDSServerTransID', 'acsReferenceNumber', 'acsTransID', 'acsSignedContent']],
    ],
  ],
]
const head = ['payId', 'dttm', 'resultCode', 'resultMessage', 'paymentStatus']

/** Orders of answers by the operation that was called. */
const orders = {
  init: [...head, 'authCode', 'customerCode', 'statusDetail'],
  status: [...head, 'authCode', 'statusDetail', ['actions', actions]],
  close: [...head, 'authCode', 'statusDetail'],
  refund: [...head, 'authCode', 'statusDetail'],
  reverse: [...head, 'statusDetail'],
  echo: ['dttm', 'resultCode', 'resultMessage'],
} satisfies Record<string, Order>

export type Operation = keyof typeof orders

const returnOrder = [...head, 'authCode', 'merchantData', 'statusDetail']

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Values of an answer in the order they are signed in. `vars` of a browser step has no fixed names. */
function valuesOf(fields: Fields, order: Order): Signable[] {
  if (order.length === 0) return Object.values(fields) as Signable[]
  return order.map((place) => {
    if (typeof place === 'string') return fields[place] as Signable
    const [name, inner] = place
    const value = fields[name]
    return isFields(value) ? valuesOf(value, inner) : undefined
  })
}

const answer = z.looseObject({
  payId: z.string().nullish(),
  resultCode: z.int(),
  resultMessage: z.string().nullish(),
  paymentStatus: z.int().nullish(),
})

export type Word =
  | { kind: 'answer'; payId: string | null; resultCode: number; paymentStatus: number | null }
  /** No answer, not an answer of the protocol, or not signed by the gateway: it says nothing at all. */
  | { kind: 'nothing'; reason: string }

/**
 * An answer of eAPI (`resultCode`, `paymentStatus`), believed only when signed. A firewall in the way answers by a page
 * with HTTP 200.
 */
export function readAnswer(operation: Operation, reply: WireReply, publicKeys: readonly KeyObject[]): Word {
  if (reply.kind === 'none') return { kind: 'nothing', reason: reply.reason }
  const fields = readObject(reply.text)
  const read = answer.safeParse(fields)
  if (!fields || !read.success) return { kind: 'nothing', reason: `unreadable reply, HTTP ${reply.status}` }
  const text = signedText(valuesOf(fields, orders[operation]))
  if (typeof fields.signature !== 'string' || !isSigned(text, fields.signature, publicKeys)) {
    return { kind: 'nothing', reason: `reply without a valid signature, HTTP ${reply.status}` }
  }
  const { payId, resultCode, paymentStatus } = read.data
  return { kind: 'answer', payId: payId || null, resultCode, paymentStatus: paymentStatus ?? null }
}

function readObject(text: string): Fields | null {
  try {
    const value: unknown = JSON.parse(text)
    return isFields(value) ? value : null
  } catch {
    return null
  }
}

/** Whether the gateway signed what a payer brought to `returnUrl`; fields that were sent empty take part. */
export function isSignedReturn(
  fields: ReadonlyMap<string, string>,
  publicKeys: readonly KeyObject[],
): boolean {
  const text = signedText(returnOrder.map((name) => fields.get(name)))
  return isSigned(text, fields.get('signature') ?? '', publicKeys)
}

/** The gateway's own numbers have up to fifteen characters; a little more is let through. */
export const looksLikePayId = (text: string): boolean => /^[\w@-]{1,20}$/.test(text)

export const looksLikeReference = (text: string): boolean => /^\d{1,10}$/.test(text)
