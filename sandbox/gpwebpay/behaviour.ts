import { z } from 'zod'
import type { Payment } from '#sandbox/gpwebpay/payments'

const code = z.int().min(0).max(9999)

/** How one payment should misbehave. An empty object is a well-behaved gateway. */
export const behaviourSchema = z.strictObject({
  /** The return says these codes, whatever became of the payment. */
  returnCodes: z.strictObject({ primary: code, secondary: code }).optional(),
  resultText: z.string().optional(),
  /** RESULTTEXT is left out, as some wallets do. */
  noResultText: z.boolean().optional(),
  /** The last field is empty and its bar is missing in the signed text, as in one of the real programs. */
  dropsLastBar: z.boolean().optional(),
  neverReturns: z.boolean().optional(),
  returnsByPost: z.boolean().optional(),
  /** The plus signs of the signatures stand in the address unescaped. */
  rawPlus: z.boolean().optional(),
  badDigest: z.enum(['DIGEST', 'DIGEST1', 'both']).optional(),
  /** Signed by the gateway's next key, as after it changed it. */
  nextKey: z.boolean().optional(),
  serviceFails: z.enum(['fault', 'not-found', 'http500', 'html', 'hang', 'drop']).optional(),
  /** How many calls fail before they come right; without it all of them fail. */
  serviceFailsTimes: z.int().min(1).optional(),
  serviceDelayMs: z.int().min(0).max(3_600_000).optional(),
  badServiceSignature: z.boolean().optional(),
  /** The web service answers with the number of another message. */
  wrongMessageId: z.boolean().optional(),
  /** True tells amounts higher by 100 minor units, a number tells exactly that amount. */
  wrongAmount: z.union([z.boolean(), z.int()]).optional(),
  /** The detail has no amounts at all. */
  noAmounts: z.boolean().optional(),
})
export type Behaviour = z.infer<typeof behaviourSchema>

/** A command for the control interface: exactly one way of saying which payments are meant. */
export const behaviourCommandSchema = z.union([
  z.strictObject({ orderNumber: z.string().min(1), behaviour: behaviourSchema }),
  z.strictObject({ next: z.int().min(1), behaviour: behaviourSchema }),
  z.strictObject({ all: z.literal(true), behaviour: behaviourSchema }),
])
export type BehaviourCommand = z.infer<typeof behaviourCommandSchema>

/** Standing rules. The behaviour a payment got for itself lives on the payment and goes before `all`. */
export interface BehaviourRules {
  all: Behaviour
  next: { times: number; behaviour: Behaviour }[]
  byOrderNumber: Map<string, Behaviour>
}

export const noRules = (): BehaviourRules => ({ all: {}, next: [], byOrderNumber: new Map() })

/** The behaviour of an order that has just come; uses up one of the `next` payments. */
export function takeBehaviour(rules: BehaviourRules, orderNumber: string): Behaviour {
  const [upcoming] = rules.next
  if (upcoming !== undefined && --upcoming.times === 0) rules.next.shift()
  return { ...upcoming?.behaviour, ...rules.byOrderNumber.get(orderNumber) }
}

/** What applies to the payment now. */
export const behaviourOf = (rules: BehaviourRules, payment: Payment | undefined): Behaviour => ({
  ...rules.all,
  ...payment?.behaviour,
})

/** Sets a behaviour; the same selector replaces what it said before. */
export function setBehaviour(
  rules: BehaviourRules,
  payments: readonly Payment[],
  command: BehaviourCommand,
): void {
  const { behaviour } = command
  if ('next' in command) rules.next.push({ times: command.next, behaviour })
  else if ('all' in command) {
    rules.all = behaviour
    for (const payment of payments) payment.serviceFailures = 0
  } else {
    rules.byOrderNumber.set(command.orderNumber, behaviour)
    for (const payment of payments) {
      if (payment.orderNumber === command.orderNumber)
        Object.assign(payment, { behaviour, serviceFailures: 0 })
    }
  }
}

/** Makes the gateway well-behaved again, for payments already made too. */
export function clearBehaviour(rules: BehaviourRules, payments: readonly Payment[]): void {
  Object.assign(rules, noRules())
  for (const payment of payments) Object.assign(payment, { behaviour: {}, serviceFailures: 0 })
}
