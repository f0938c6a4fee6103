import { z } from 'zod'
import type { Payment } from '#sandbox/gopay/payment'

const durationMs = z.int().min(0).max(3_600_000)

/** How one payment should misbehave. An empty object is a well-behaved gateway. */
export const behaviourSchema = z.strictObject({
  notifyTimes: z.int().min(0).max(100).optional(),
  notifyDelayMs: durationMs.optional(),
  /** A notification right after creating, when nothing has happened yet. */
  notifyEarly: z.boolean().optional(),
  notifyBeforeCreateReply: z.boolean().optional(),
  payerNeverReturns: z.boolean().optional(),
  createDelayMs: durationMs.optional(),
  statusDelayMs: durationMs.optional(),
  createFails: z.enum(['refused', 'http500', 'html', 'firewall', 'timeout-after-storing']).optional(),
  statusFails: z
    .enum(['forbidden', 'http500', 'http500-json', 'html', 'not-found-html', 'unknown-state', 'hang'])
    .optional(),
  /** How many status calls fail before they come right; without it all of them fail. */
  statusFailsTimes: z.int().min(1).optional(),
  /** How many calls about the payment find their token expired. */
  tokenExpiresTimes: z.int().min(1).optional(),
  /** True tells an amount higher by 100 haléře, a number tells exactly that amount. */
  wrongAmount: z.union([z.boolean(), z.int()]).optional(),
  wrongCurrency: z.boolean().optional(),
  wrongOrderNumber: z.boolean().optional(),
  wrongGoid: z.boolean().optional(),
  /** Without it a refund is finished at once; `accepted` waits for the control interface. */
  refund: z
    .enum([
      'accepted',
      'accepted-then-failed',
      'failed',
      'refused',
      'http500',
      'html',
      'timeout-after-storing',
    ])
    .optional(),
})
export type Behaviour = z.infer<typeof behaviourSchema>

/** A command for the control interface: exactly one way of saying which payments are meant. */
export const behaviourCommandSchema = z.union([
  z.strictObject({ id: z.int(), behaviour: behaviourSchema }),
  z.strictObject({ orderNumber: z.string().min(1), behaviour: behaviourSchema }),
  z.strictObject({ next: z.int().min(1), behaviour: behaviourSchema }),
  z.strictObject({ all: z.literal(true), behaviour: behaviourSchema }),
])
export type BehaviourCommand = z.infer<typeof behaviourCommandSchema>

/** Standing rules. The behaviour a payment got for itself lives on the payment and goes before `all`. */
export type BehaviourRules = {
  all: Behaviour
  next: { times: number; tokenFailures: number; behaviour: Behaviour }[]
  byOrderNumber: Map<string, Behaviour>
}

export const noRules = (): BehaviourRules => ({ all: {}, next: [], byOrderNumber: new Map() })

const counters = { statusFailures: 0, tokenFailures: 0 }

/** The behaviour of a payment being created; uses up one of the `next` payments. */
export function takeBehaviour(rules: BehaviourRules, orderNumber: string): Behaviour {
  const [upcoming] = rules.next
  if (upcoming !== undefined && --upcoming.times === 0) rules.next.shift()
  return { ...upcoming?.behaviour, ...rules.byOrderNumber.get(orderNumber) }
}

/** What applies to the payment now. */
export const behaviourOf = (rules: BehaviourRules, payment: Pick<Payment, 'behaviour'>): Behaviour => ({
  ...rules.all,
  ...payment.behaviour,
})

/** Sets a behaviour; the same selector replaces what it said before. False for an unknown id. */
export function setBehaviour(
  rules: BehaviourRules,
  payments: readonly Payment[],
  command: BehaviourCommand,
): boolean {
  const { behaviour } = command
  if ('next' in command) {
    rules.next.push({ times: command.next, tokenFailures: 0, behaviour })
    return true
  }
  if ('all' in command) {
    rules.all = behaviour
    for (const payment of payments) Object.assign(payment, counters)
    return true
  }
  if ('orderNumber' in command) rules.byOrderNumber.set(command.orderNumber, behaviour)
  const meant = payments.filter((payment) =>
    'orderNumber' in command ? payment.orderNumber === command.orderNumber : payment.id === command.id,
  )
  for (const payment of meant) Object.assign(payment, { behaviour, ...counters })
  return 'orderNumber' in command || meant.length > 0
}

/** Makes the gateway well-behaved again, for payments already made too. */
export function clearBehaviour(rules: BehaviourRules, payments: readonly Payment[]): void {
  Object.assign(rules, noRules())
  for (const payment of payments) Object.assign(payment, { behaviour: {}, ...counters })
}
