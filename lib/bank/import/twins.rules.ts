/** What one statement tells of one day of an account: its movements in its order and the balance before them, haléře. */
export interface DayTelling {
  /** Null where the statement tells no balance. */
  startHal: bigint | null
  entries: readonly { mark: string; amountHal: bigint }[]
  /** The statement goes on before and after the day, so it tells all of it; or what it tells is not known any more. */
  isWhole: boolean
}

/**
 * How two tellings of one day stand to each other. `apart`: one bank day in two pieces, no movement is in both.
 * `within`: everything of the smaller one is in the larger one, too. `steps`: they meet where the same movement
 * stands at the same balance.
 */
export type Relation = 'apart' | 'within' | 'steps'

/** So many balances at most are tried for where a piece may lie within another telling. */
const mostBalances = 4096

/**
 * Whether two statements may tell the same movement of a day: the running balance says where in the day each piece
 * stands. In doubt they may, for then a repeated movement is not booked twice; a lost one shows in the bank's balance.
 */
export function relationOf(a: DayTelling, b: DayTelling): Relation {
  if (a.isWhole || b.isWhole || a.startHal === null || b.startHal === null) return 'within'
  const [large, small] = a.entries.length >= b.entries.length ? [a, b] : [b, a]
  const rest = without(large.entries, small.entries)
  if (rest !== null) {
    const offsetHal = (small.startHal ?? 0n) - (large.startHal ?? 0n)
    const sums = partialSums(rest.map((entry) => entry.amountHal))
    if (sums === null || sums.has(offsetHal)) return 'within'
  }
  const steps = new Set(stepsOf(a))
  return stepsOf(b).some((step) => steps.has(step)) ? 'steps' : 'apart'
}

/** Each movement with the balance it stands at; empty where the statement tells none. */
export function stepsOf(telling: DayTelling): string[] {
  if (telling.startHal === null) return []
  let balanceHal = telling.startHal
  return telling.entries.map(({ mark, amountHal }) => {
    const step = `${balanceHal}|${mark}`
    balanceHal += amountHal
    return step
  })
}

/** What of the larger list is over when all of the smaller one is taken out; null where something is not in it. */
function without(large: DayTelling['entries'], small: DayTelling['entries']) {
  const count = new Map<string, number>()
  for (const { mark } of small) count.set(mark, (count.get(mark) ?? 0) + 1)
  const rest = large.filter(({ mark }) => {
    const left = count.get(mark) ?? 0
    if (left > 0) count.set(mark, left - 1)
    return left === 0
  })
  return rest.length === large.length - small.length ? rest : null
}

/** Every sum that some of these amounts make, none and all among them; null where there are too many. */
function partialSums(amountsHal: readonly bigint[]): Set<bigint> | null {
  let sums = new Set([0n])
  for (const amountHal of amountsHal) {
    sums = new Set([...sums].flatMap((sum) => [sum, sum + amountHal]))
    if (sums.size > mostBalances) return null
  }
  return sums
}

/** A known statement's piece of the day beside the new one. */
export interface Compared {
  relation: Relation
  /** Each of its movements with the balance it stands at. */
  steps: readonly string[]
}

/** Sets a known statement's piece of the day beside the new one. */
export const compareTellings = (own: DayTelling, known: DayTelling): Compared => ({
  relation: relationOf(own, known),
  steps: stepsOf(known),
})

/** A movement that is known already: which one of its equals it is, and every statement that tells it. */
export interface KnownTwin {
  occurrence: number
  /** With the position of this movement in the piece, from 0. */
  toldBy: readonly { piece: Compared; position: number }[]
}

/**
 * Numbers the equal movements (of one mark) of a new statement among those known of that day. `positions` are where they
 * stand in the new piece, from 0, whose `steps` are given. A movement that a known statement tells too gets the number it
 * has; every other one the next free number. Returns the numbers in the order of `positions`.
 */
export function numberTwins(
  steps: readonly string[],
  positions: readonly number[],
  known: readonly KnownTwin[],
): number[] {
  const numbers = new Map<number, number>()
  const somewhere: number[] = []
  for (const { occurrence, toldBy } of known.toSorted((a, b) => a.occurrence - b.occurrence)) {
    if (toldBy.some(({ piece }) => piece.relation === 'apart')) continue
    const met = new Set(toldBy.flatMap(({ piece, position }) => piece.steps[position] ?? []))
    const at = positions.find((position) => met.has(steps[position] ?? '') && !numbers.has(position))
    if (at !== undefined) numbers.set(at, occurrence)
    else if (!toldBy.some(({ piece }) => piece.relation === 'steps')) somewhere.push(occurrence)
  }
  let next = Math.max(0, ...known.map(({ occurrence }) => occurrence)) + 1
  return positions.map((position) => numbers.get(position) ?? somewhere.shift() ?? next++)
}
