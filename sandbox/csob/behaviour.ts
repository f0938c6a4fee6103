import { z } from 'zod'
import type { Payment } from '#sandbox/csob/payments'

const durationMs = z.int().min(0).max(3_600_000)
const breakage = z.enum(['http500', 'html', 'hang', 'drop'])

/** How one payment should misbehave. An empty object is a well-behaved gateway. */
export const behaviourSchema = z.strictObject({
  /** So many questions about the status still hear 2 after the payer has paid and returned with 7. */
  statusLagsTimes: z.int().min(1).max(1000).optional(),
  createDelayMs: durationMs.optional(),
  statusDelayMs: durationMs.optional(),
  /** `after-storing`: the payment is made, but its answer never comes. Numbers are result codes. */
  createFails: z.union([breakage, z.enum(['after-storing', '110', '120', '900'])]).optional(),
  statusFails: z.union([breakage, z.enum(['140', '900'])]).optional(),
  /** How many questions fail before they come right; without it all of them fail. */
  statusFailsTimes: z.int().min(1).optional(),
  /** The answer to a reversal or a refund fails; `drop` does the work before the line is cut. */
  changeFails: z.union([breakage, z.enum(['150', '900'])]).optional(),
  /** Which messages are signed by something else than their text. */
  badSignatures: z.array(z.enum(['init', 'status', 'close', 'reverse', 'refund', 'return'])).optional(),
  /** The status speaks of another payment. The protocol tells no amount that could be wrong. */
  wrongPayId: z.boolean().optional(),
  payerNeverReturns: z.boolean().optional(),
  /** The day of settlement is not told, or signed by something else than its text. */
  trxDates: z.enum(['none', 'forged']).optional(),
})
export type Behaviour = z.infer<typeof behaviourSchema>

export const behaviourCommandSchema = z.union([
  z.strictObject({ payId: z.string().min(1), behaviour: behaviourSchema }),
  z.strictObject({ next: z.int().min(1), behaviour: behaviourSchema }),
  z.strictObject({ all: z.literal(true), behaviour: behaviourSchema }),
])

/** Standing rules; what a payment got for itself lives on the payment and goes before `all`. */
export type BehaviourRules = { all: Behaviour; next: { times: number; behaviour: Behaviour }[] }

export const noRules = (): BehaviourRules => ({ all: {}, next: [] })

/** The behaviour of a payment being created; uses up one of the `next` payments. */
export function takeBehaviour({ next }: BehaviourRules): Behaviour {
  const [upcoming] = next
  if (upcoming !== undefined && --upcoming.times === 0) next.shift()
  return upcoming?.behaviour ?? {}
}

export const behaviourOf = (rules: BehaviourRules, payment: Pick<Payment, 'behaviour'>): Behaviour => ({
  ...rules.all,
  ...payment.behaviour,
})
