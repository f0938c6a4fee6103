import type { IsoDate } from '#lib/core/dates'

/**
 * Why a statement is held: it is the account's first, its balance or its number does not follow, it tells no balance, it
 * was brought over an account that is fetched, or it leaves out what is known of its days.
 */
export type HoldReason = 'first' | 'gap' | 'number' | 'untold' | 'fetched' | 'differs'

/** Reasons that may fall away by themselves when what was missing comes. */
export const passingReasons: readonly HoldReason[] = ['first', 'gap', 'number', 'differs']

/** How a statement lies to another one of its account that counts. */
export interface Neighbour {
  /** `before` begins no later; `after` ends later; `within` is told again as a whole. */
  side: 'before' | 'after' | 'within'
  /** No day lies between the two. */
  touches: boolean
  /** Whether both tell the same balance where they meet. */
  agrees: boolean
}

/**
 * Whether the balances let a statement continue its account: it agrees with one that counts, and contradicts none that
 * it touches. Days that a statement tells again may have got a movement since, so those within it decide nothing
 * against it.
 */
export function followsBalances(neighbours: readonly Neighbour[]): boolean {
  const contradicts = (side: Neighbour['side']) => {
    const touching = neighbours.filter((one) => one.side === side && one.touches)
    return touching.length > 0 && touching.every((one) => !one.agrees)
  }
  return neighbours.some((one) => one.agrees) && !contradicts('before') && !contradicts('after')
}

interface Numbered {
  number: string | null
  toOn: IsoDate
}

const series = ({ number, toOn }: Numbered) =>
  number !== null && /^\d{1,9}$/.test(number) ? { year: toOn.slice(0, 4), number: Number(number) } : null

/**
 * Whether a statement's number follows those before it, the latest first. It decides only within a year, and only where
 * the numbers have been a series so far: some banks print the same one always, or one of something else.
 */
export function followsNumbers(statement: Numbered, earlier: readonly Numbered[]): boolean {
  const own = series(statement)
  if (!own || own.number === 0) return true
  const before = earlier.map(series)
  const [last] = before
  if (!last || last.year !== own.year || last.number === own.number) return true
  const isSeries = before.slice(1).every((one, index) => {
    const next = before[index]
    return one && next && (one.year !== next.year || next.number === one.number + 1)
  })
  return !isSeries || own.number === last.number + 1
}
