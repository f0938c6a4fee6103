import { z } from 'zod'
import type { CreateAnswer, GatewayPayment } from '../contract.ts'
import { stateFromWord, wayFromMethod } from './states.ts'

// v2.0 mixes numbers and strings; v1.0 knows only strings. Everything is read as text first.
const text = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const optionalText = text.nullish().transform((value) => value || null)

const answer = z.looseObject({ code: text, message: text.nullish() })
const created = answer.extend({ transId: text, redirect: z.url({ protocol: /^https?$/ }) })
const status = answer.extend({
  transId: text,
  merchant: text,
  test: text,
  price: text.pipe(z.string().regex(/^\d{1,15}$/)),
  curr: text,
  refId: text,
  status: text,
  method: optionalText,
})

/** The fields of a reply or notification: JSON for v2.0, a form for v1.0, decoded exactly once. Null: neither. */
export function readFields(body: string): Record<string, unknown> | null {
  const trimmed = body.trim()
  if (trimmed.startsWith('{')) {
    try {
      return JSON.parse(trimmed)
    } catch {
      return null
    }
  }
  if (trimmed.startsWith('<') || !/^[\w.]+=/.test(trimmed)) return null
  return Object.fromEntries(new URLSearchParams(trimmed))
}

export type Word<T> = { kind: 'ok'; value: T } | { kind: 'code'; code: string } | { kind: 'unreadable' }

function read<T>(shape: z.ZodType<T>, body: string): Word<T> {
  const fields = readFields(body)
  const head = answer.safeParse(fields)
  if (!head.success) return { kind: 'unreadable' }
  if (head.data.code !== '0') return { kind: 'code', code: head.data.code }
  const whole = shape.safeParse(fields)
  return whole.success ? { kind: 'ok', value: whole.data } : { kind: 'unreadable' }
}

type Created = Extract<CreateAnswer, { kind: 'created' }>

/** The answer to `create`: `code`, `transId`, `redirect`. */
export function readCreated(body: string): Word<Pick<Created, 'gatewayPaymentId' | 'redirectUrl'>> {
  const word = read(created, body)
  if (word.kind !== 'ok') return word
  return { kind: 'ok', value: { gatewayPaymentId: word.value.transId, redirectUrl: word.value.redirect } }
}

/** The answer to `status`: a payment with its `price` in haléře, `curr`, `refId`, `status` and `method`. */
export function readStatus(body: string): Word<GatewayPayment> {
  const word = read(status, body)
  if (word.kind !== 'ok') return word
  const state = stateFromWord(word.value.status)
  if (!state) return { kind: 'unreadable' }
  return {
    kind: 'ok',
    value: {
      gatewayPaymentId: word.value.transId,
      reference: word.value.refId,
      amountHal: BigInt(word.value.price),
      currency: word.value.curr,
      merchant: word.value.merchant,
      isTest: word.value.test === 'true' || word.value.test === '1',
      state,
      method: word.value.method,
      way: wayFromMethod(word.value.method),
    },
  }
}

/** The code of a plain `code`/`message` answer, or null. */
export function readCode(body: string): string | null {
  const head = answer.safeParse(readFields(body))
  return head.success ? head.data.code : null
}

/** `AAAA-BBBB-CCCC`: what a payment's id at this gateway looks like. */
export const looksLikePaymentId = (value: string) => /^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/.test(value)

/** Digits only, as our own references are. */
export const looksLikeReference = (value: string) => /^\d{1,20}$/.test(value)

const methodList = z.object({ methods: z.array(z.object({ id: z.string() })) })

/** Whether the answer lists the ways of paying; a refusal has an envelope of its own. */
export function hasMethods(body: string): boolean {
  try {
    return methodList.safeParse(JSON.parse(body)).success
  } catch {
    return false
  }
}
