import { addDays, type IsoDate } from '#lib/core/dates'
import type { Movement, StatementFacts } from '../statements.ts'

/**
 * What truly happened on an account of the city, in the order it happened, and statements cut out of it anywhere: of whole
 * days or within one, overlapping, again, late. Each has its true balances. Amounts in crowns.
 */
export function newTimeline(account: string, firstDay: IsoDate, days: number, openingCrowns: number) {
  const movements: Movement[] = []
  let day = 0
  const sumOf = (some: readonly Movement[]) => some.reduce((sum, one) => sum + one.crowns, 0)
  const cut = (from: number, to: number, days: { from: string; to: string }): StatementFacts => ({
    ...{ account, ...days },
    opening: openingCrowns + sumOf(movements.slice(0, from)),
    movements: movements.slice(from, to),
  })
  const onDay = (index: number) => addDays(firstDay, index)
  return {
    movements,
    today: () => onDay(day),
    /** Returns how many days have passed. */
    nextDay: () => (day = Math.min(day + 1, days - 1)),
    add(movement: Omit<Movement, 'on'>) {
      movements.push({ ...movement, on: onDay(day) })
    },
    /** The movements of these days, numbered from 0, as far as they have happened. */
    ofDays(first: number, last: number): StatementFacts {
      const days = { from: onDay(Math.min(first, day)), to: onDay(Math.min(last, day)) }
      const from = movements.findIndex((one) => one.on >= days.from)
      const to = movements.findIndex((one) => one.on > days.to)
      const end = to < 0 ? movements.length : to
      return cut(from < 0 ? end : from, end, days)
    },
    /** Some movements of one day that follow one another; null where there are none. */
    piece(first: number, last: number): StatementFacts | null {
      const [one] = movements.slice(first)
      if (!one) return null
      const ofDay = movements.slice(first, last + 1).filter((movement) => movement.on === one.on)
      return cut(first, first + ofDay.length, { from: one.on, to: one.on })
    },
    whole(): StatementFacts {
      return cut(0, movements.length, { from: firstDay, to: onDay(day) })
    },
    balance: () => openingCrowns + sumOf(movements),
  }
}
