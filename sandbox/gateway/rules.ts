import { z } from 'zod'
import { type BehaviourOf, schemaOf, type Table, type WholeBehaviour } from '#sandbox/gateway/behaviour'

/** A payment with what was set for it alone. */
type Marked<Settings extends Table> = { behaviour: BehaviourOf<Settings> }

/** How payments are chosen by a field of a command. */
type Selector<Payment> = {
  of: (payment: Payment) => string | number
  /** Whether it also waits for payments to come. */
  reachesAhead: boolean
}

/** A behaviour for the payments made next, and how many calls it already made fail before one was made. */
type Upcoming<Settings extends Table> = {
  times: number
  failures: number
  behaviour: BehaviourOf<Settings>
}

/** How payments shall misbehave: all, the next ones, those of an order. What a payment got for itself lives on it. */
export type Rules<Settings extends Table, Payment extends Marked<Settings>> = {
  table: Settings
  behaviourSchema: z.ZodType<BehaviourOf<Settings>>
  commandSchema: z.ZodType<Command<Settings>>
  next: Upcoming<Settings>[]
  /** What applies to a payment now: its own goes field by field before that for all. */
  behaviourOf(payment: Marked<Settings> | undefined): WholeBehaviour<Settings>
  /** The behaviour of a payment being created; uses up one of the `next` payments. */
  take(order?: string): BehaviourOf<Settings>
  addNext(behaviour: BehaviourOf<Settings>): void
  /** Sets a behaviour; the same selector replaces what it said before. False where it chooses nothing. */
  set(command: Command<Settings>, payments: readonly Payment[]): boolean
  /** Makes the gateway well-behaved again, for payments already made too. */
  clear(payments: readonly Payment[]): void
  /** The standing rules as they are shown. */
  shown(): Record<string, unknown>
}

type Command<Settings extends Table> = {
  behaviour: BehaviourOf<Settings>
  all?: true
  next?: number
} & Record<string, unknown>

/** Rules over a table of settings. `counters` are the fields of a payment that begin again with a new behaviour. */
export function openRules<Settings extends Table, Payment extends Marked<Settings>>(
  table: Settings,
  selectors: Record<string, Selector<Payment>>,
  counters: Partial<Payment>,
): Rules<Settings, Payment> {
  const behaviourSchema = schemaOf(table)
  const initial = Object.fromEntries(Object.entries(table).map(([name, setting]) => [name, setting.initial]))
  const number = z.union([z.string().min(1), z.int()])
  const commands = Object.keys(selectors).map((name) =>
    z.strictObject({ [name]: number, behaviour: behaviourSchema }),
  )
  const commandSchema = z.union([
    ...commands,
    z.strictObject({ next: z.int().min(1), behaviour: behaviourSchema }),
    z.strictObject({ all: z.literal(true), behaviour: behaviourSchema }),
  ]) as unknown as z.ZodType<Command<Settings>>
  const [ahead] = Object.entries(selectors).flatMap(([name, { reachesAhead }]) =>
    reachesAhead ? [name] : [],
  )

  let all: BehaviourOf<Settings> = {}
  const next: Upcoming<Settings>[] = []
  const byOrder = new Map<string, BehaviourOf<Settings>>()
  const forget = (payment: Payment) => Object.assign(payment, counters)

  return {
    table,
    behaviourSchema,
    commandSchema,
    next,
    behaviourOf: (payment) => ({ ...initial, ...all, ...payment?.behaviour }) as WholeBehaviour<Settings>,
    take(order = '') {
      const [upcoming] = next
      if (upcoming !== undefined && --upcoming.times === 0) next.shift()
      return { ...upcoming?.behaviour, ...byOrder.get(order) } as BehaviourOf<Settings>
    },
    addNext: (behaviour) => void next.push({ times: 1, failures: 0, behaviour }),
    set(command, payments) {
      const { behaviour } = command
      if (command.next !== undefined) {
        next.push({ times: command.next, failures: 0, behaviour })
        return true
      }
      if (command.all) {
        all = behaviour
        payments.forEach(forget)
        return true
      }
      const [name = '', selector] = Object.entries(selectors).find(([each]) => each in command) ?? []
      const chosen = String(command[name])
      const meant = payments.filter((payment) => String(selector?.of(payment)) === chosen)
      for (const payment of meant) Object.assign(forget(payment), { behaviour })
      if (name === ahead) byOrder.set(chosen, behaviour)
      return name === ahead || meant.length > 0
    },
    clear(payments) {
      all = {}
      next.length = 0
      byOrder.clear()
      for (const payment of payments) Object.assign(forget(payment), { behaviour: {} })
    },
    shown: () => ({
      all,
      next,
      ...(ahead === undefined
        ? {}
        : { [`by${ahead[0]?.toUpperCase()}${ahead.slice(1)}`]: Object.fromEntries(byOrder) }),
    }),
  }
}
