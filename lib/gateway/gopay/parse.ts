import { z } from 'zod'
import type { GatewayPayment } from '../contract.ts'
import { type RefundState, refundFromWord, stateFromWord, wayFromInstrument } from './states.ts'

// A number in version 3 of the protocol, text in version 4.
const idShape = /^[1-9]\d{0,17}$/
const text = z.union([z.string(), z.number()]).transform(String)
const id = text.pipe(z.string().regex(idShape))
const amountHal = z
  .int()
  .min(0)
  .transform((amount) => BigInt(amount))

const created = z.looseObject({ id, gw_url: z.url({ protocol: /^https?$/ }) })
const status = z.looseObject({
  id,
  order_number: text,
  state: z.string(),
  amount: amountHal,
  currency: z.string(),
  target: z.looseObject({ goid: text }),
  payment_instrument: z.string().nullish(),
})
const refundAnswer = z.looseObject({ result: z.string(), description: z.string().nullish() })
const refundList = z.array(z.looseObject({ id, amount: amountHal, state: z.string() }))
const fault = z.looseObject({
  errors: z
    .array(z.looseObject({ error_code: text, error_name: z.string().nullish(), field: z.string().nullish() }))
    .min(1),
})
const token = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive(),
})

/** The text as JSON, or undefined. */
export function readJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

function read<T>(shape: z.ZodType<T>, body: string): T | null {
  const whole = shape.safeParse(readJson(body))
  return whole.success ? whole.data : null
}

/** A token and its life in seconds (`access_token`, `expires_in` of oauth2/token), or null. */
export function readToken(body: string): { token: string; expiresInS: number } | null {
  const word = read(token, body)
  return word && { token: word.access_token, expiresInS: word.expires_in }
}

/** The answer to POST payments/payment: `id` and `gw_url`, or null. */
export function readCreated(body: string): { gatewayPaymentId: string; redirectUrl: string } | null {
  const word = read(created, body)
  return word && { gatewayPaymentId: word.id, redirectUrl: word.gw_url }
}

/** The answer to GET payments/payment/{id}, without the test flag, which the protocol does not tell; or null. */
export function readStatus(body: string): Omit<GatewayPayment, 'isTest'> | null {
  const word = read(status, body)
  const state = word && stateFromWord(word.state)
  if (!word || !state) return null
  const method = word.payment_instrument || null
  return {
    gatewayPaymentId: word.id,
    reference: word.order_number,
    amountHal: word.amount,
    currency: word.currency,
    merchant: word.target.goid,
    state,
    method,
    way: wayFromInstrument(method),
  }
}

/** The answer to POST payments/payment/{id}/refund: `result` and `description`, or null. */
export function readRefunded(body: string): { state: RefundState; description: string } | null {
  const word = read(refundAnswer, body)
  const state = word && refundFromWord(word.result)
  return word && state && { state, description: word.description ?? '' }
}

export interface GopayRefund {
  gatewayRefundId: string
  amountHal: bigint
  state: RefundState
}

/** The answer to GET payments/payment/{id}/refunds, or null. */
export function readRefunds(body: string): GopayRefund[] | null {
  const words = read(refundList, body)
  if (!words) return null
  const refunds = words.map((word) => {
    const state = refundFromWord(word.state)
    return state && { gatewayRefundId: word.id, amountHal: word.amount, state }
  })
  return refunds.every((refund) => refund !== null) ? refunds : null
}

/** The gateway's own words for a refusal (`errors`), or null where the text is none. */
export function readFault(body: string): string | null {
  const [first] = read(fault, body)?.errors ?? []
  if (!first) return null
  return [first.error_code, first.error_name, first.field].filter(Boolean).join(' ').slice(0, 200)
}

/** Digits without a leading zero: what a payment's number at this gateway looks like. */
export const looksLikePaymentId = (value: string) => idShape.test(value)

/** Digits only, as our own references are. */
export const looksLikeReference = (value: string) => /^\d{1,20}$/.test(value)
