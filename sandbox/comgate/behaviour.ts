import { z } from 'zod'
import type { Payment } from '#sandbox/comgate/payments'

const durationMs = z.int().min(0).max(3_600_000)

/** How one payment should misbehave. An empty object is a well-behaved gateway. */
export const behaviourSchema = z.strictObject({
  pushTimes: z.int().min(0).max(100).optional(),
  pushDelayMs: durationMs.optional(),
  pushBeforeCreateReply: z.boolean().optional(),
  payerNeverReturns: z.boolean().optional(),
  createDelayMs: durationMs.optional(),
  statusDelayMs: durationMs.optional(),
  createFails: z.enum(['1400', '1100', 'http500', 'html', 'timeout-after-storing']).optional(),
  statusFails: z.enum(['1400', 'http500', 'html', 'hang']).optional(),
  /** How many status calls fail before they come right; without it all of them fail. */
  statusFailsTimes: z.int().min(1).optional(),
  refundDelayMs: durationMs.optional(),
  refundFails: z.enum(['1400', '1100', 'http500', 'html', 'hang', 'timeout-after-storing']).optional(),
  /** True tells a price higher by 100 minor units, a number tells exactly that price. */
  wrongAmount: z.union([z.boolean(), z.int()]).optional(),
  wrongCurrency: z.boolean().optional(),
  wrongRefId: z.boolean().optional(),
  wrongMerchant: z.boolean().optional(),
  wrongTest: z.boolean().optional(),
  ignoreExpiry: z.boolean().optional(),
})
export type Behaviour = z.infer<typeof behaviourSchema>

/** A command for the control interface: exactly one way of saying which payments are meant. */
export const behaviourCommandSchema = z.union([
  z.strictObject({ transId: z.string().min(1), behaviour: behaviourSchema }),
  z.strictObject({ refId: z.string().min(1), behaviour: behaviourSchema }),
  z.strictObject({ next: z.int().min(1), behaviour: behaviourSchema }),
  z.strictObject({ all: z.literal(true), behaviour: behaviourSchema }),
])
export type BehaviourCommand = z.infer<typeof behaviourCommandSchema>

/** Standing rules. The behaviour a payment got for itself lives on the payment and goes before `all`. */
export type BehaviourRules = {
  all: Behaviour
  next: { times: number; behaviour: Behaviour }[]
  byRefId: Map<string, Behaviour>
}

export const noRules = (): BehaviourRules => ({ all: {}, next: [], byRefId: new Map() })

/** The behaviour of a payment being created; uses up one of the `next` payments. */
export function takeBehaviour(rules: BehaviourRules, refId: string): Behaviour {
  const [upcoming] = rules.next
  if (upcoming !== undefined && --upcoming.times === 0) rules.next.shift()
  return { ...upcoming?.behaviour, ...rules.byRefId.get(refId) }
}

/** What applies to the payment now. */
export const behaviourOf = (rules: BehaviourRules, payment: Pick<Payment, 'behaviour'>): Behaviour => ({
  ...rules.all,
  ...payment.behaviour,
})

/** Sets a behaviour; the same selector replaces what it said before. False for an unknown transId. */
export function setBehaviour(
  rules: BehaviourRules,
  payments: readonly Payment[],
  command: BehaviourCommand,
): boolean {
  const { behaviour } = command
  if ('next' in command) rules.next.push({ times: command.next, behaviour })
  else if ('all' in command) {
    rules.all = behaviour
    for (const payment of payments) payment.statusFailures = 0
  } else {
    if ('refId' in command) rules.byRefId.set(command.refId, behaviour)
    const meant = payments.filter((payment) =>
      'refId' in command ? payment.refId === command.refId : payment.transId === command.transId,
    )
    for (const payment of meant) Object.assign(payment, { behaviour, statusFailures: 0 })
    return 'refId' in command || meant.length > 0
  }
  return true
}

/** Makes the gateway well-behaved again, for payments already made too. */
export function clearBehaviour(rules: BehaviourRules, payments: readonly Payment[]): void {
  Object.assign(rules, noRules())
  for (const payment of payments) Object.assign(payment, { behaviour: {}, statusFailures: 0 })
}
