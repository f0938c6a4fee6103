import { z } from 'zod'
import type { Amounts } from './states.ts'

const haler = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(BigInt)
const optionalHaler = haler.optional().transform((amount) => amount ?? null)

const detail = z.object({
  state: z.string().regex(/^\d{1,4}$/),
  paymentMethod: z.string().optional(),
  paymentAmount: optionalHaler,
  captureAmount: optionalHaler,
  refundAmount: optionalHaler,
  paymentTime: z.string().optional(),
})

/** What we read of a payment's detail. */
export interface Detail {
  stateNumber: string
  method: string | null
  amounts: Amounts
  /** When the payer came to the payment page; null where it is not told or not understood. */
  startedAtMs: number | null
}

/** The fields of a `getPaymentDetail` reply, or null where they are not what the protocol says. */
export function readDetail(fields: ReadonlyMap<string, string>): Detail | null {
  const read = detail.safeParse(Object.fromEntries(fields))
  if (!read.success) return null
  const { state, paymentMethod, paymentAmount, captureAmount, refundAmount, paymentTime } = read.data
  return {
    stateNumber: state,
    method: paymentMethod || null,
    amounts: { paymentHal: paymentAmount, captureHal: captureAmount, refundHal: refundAmount },
    startedAtMs: readTime(paymentTime),
  }
}

/** A time counts only with its zone: without it an hour here or there could end a living payment. */
function readTime(text: string | undefined): number | null {
  if (!text || !/T.*(Z|[+-]\d{2}:?\d{2})$/.test(text)) return null
  const timeMs = Date.parse(text)
  return Number.isNaN(timeMs) ? null : timeMs
}

/** The `state` of the shorter replies, or null. */
export function readStateNumber(fields: ReadonlyMap<string, string>): string | null {
  const number = fields.get('state') ?? ''
  return /^\d{1,4}$/.test(number) ? number : null
}
