import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  compareTellings,
  type DayTelling,
  type KnownTwin,
  numberTwins,
  relationOf,
  stepsOf,
} from './twins.rules.ts'

/** A piece of a day: movements `a`, `b` … of so many haléře each, between the balances the day has there. */
const amounts: Record<string, bigint> = { a: 900n, b: 540n, c: -200n, d: 300n }
const piece = (marks: string, startHal: bigint | null, isWhole = false): DayTelling => ({
  startHal,
  entries: [...marks].map((mark) => ({ mark, amountHal: amounts[mark] ?? 0n })),
  isWhole,
})

test.each([
  ['the morning and the afternoon', piece('ab', 0n), piece('ba', 1440n), 'apart'],
  ['the first and the last of three pieces', piece('a', 0n), piece('a', 5000n), 'apart'],
  ['the day so far and the whole of it', piece('a', 0n), piece('aab', 0n), 'within'],
  ['the whole day and its end', piece('aab', 0n), piece('ab', 900n), 'within'],
  ['the whole day and its middle', piece('abab', 0n), piece('ba', 900n), 'within'],
  ['the same told in another order', piece('ab', 0n), piece('ba', 0n), 'within'],
  ['pieces that overlap', piece('ab', 0n), piece('bd', 900n), 'steps'],
  ['without balances', piece('a', null), piece('a', 900n), 'within'],
  ['within a longer statement', piece('a', 0n, true), piece('a', 900n), 'within'],
] as const)('%s', (_what, one, other, relation) => {
  expect(relationOf(one, other)).toBe(relation)
  expect(relationOf(other, one)).toBe(relation)
})

const told = (occurrence: number, telling: DayTelling, position: number) => ({
  occurrence,
  telling,
  position,
})

test.each([
  ['nothing known', piece('aa', 0n), [0, 1], [], [1, 2]],
  ['the other side of the border', piece('a', 900n), [0], [told(1, piece('a', 0n), 0)], [2]],
  ['the same again', piece('a', 0n), [0], [told(1, piece('a', 0n), 0)], [1]],
  ['the day with one more', piece('aba', 0n), [0, 2], [told(1, piece('ab', 0n), 0)], [1, 3 - 1]],
  [
    'the second piece again',
    piece('a', 900n),
    [0],
    [told(1, piece('a', 0n), 0), told(2, piece('a', 900n), 0)],
    [2],
  ],
  ['beyond pieces that overlap', piece('ba', 900n), [1], [told(1, piece('ab', 0n), 0)], [2]],
] as const)('%s', (_what, telling, positions, known, numbers) => {
  const twins = known.map((one) => ({
    occurrence: one.occurrence,
    toldBy: [{ piece: compareTellings(telling, one.telling), position: one.position }],
  }))
  expect(numberTwins(stepsOf(telling), positions, twins)).toEqual(numbers)
})

test('a day cut into pieces, told in any order and again: every movement gets one number of its own', () => {
  const movements = fc.array(fc.constantFrom('a', 'a', 'b', 'd'), { minLength: 1, maxLength: 8 })
  const cuts = fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(movements, cuts, (day, chosen) => {
      const balances = [0n]
      for (const mark of day) balances.push((balances.at(-1) ?? 0n) + (amounts[mark] ?? 0n))
      /** Which number each movement of the day got. */
      const numbers = new Map<number, number>()
      const tellings: { telling: DayTelling; from: number }[] = []
      for (const [one, other] of [...chosen, [0, 8] as const]) {
        const from = Math.min(one, other, day.length)
        const telling = piece(day.slice(from, Math.max(one, other)).join(''), balances[from] ?? 0n)
        for (const mark of new Set(telling.entries.map((entry) => entry.mark))) {
          const positions = telling.entries.flatMap((entry, position) =>
            entry.mark === mark ? [position] : [],
          )
          const known = [...numbers].flatMap(([at, occurrence]): KnownTwin[] => {
            if (day[at] !== mark) return []
            const toldBy = tellings
              .filter((before) => at >= before.from && at < before.from + before.telling.entries.length)
              .map((before) => ({
                piece: compareTellings(telling, before.telling),
                position: at - before.from,
              }))
            return [{ occurrence, toldBy }]
          })
          const given = numberTwins(stepsOf(telling), positions, known)
          for (const [index, position] of positions.entries()) {
            const at = from + position
            expect(numbers.get(at) ?? given[index]).toBe(given[index])
            numbers.set(at, given[index] ?? 0)
          }
        }
        tellings.push({ telling, from })
      }
      const all = day.map((mark, at) => `${mark}${numbers.get(at)}`)
      expect(new Set(all).size).toBe(day.length)
    }),
    { numRuns: 1000 },
  )
})
