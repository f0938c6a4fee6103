import { expect, test } from 'vitest'
import { daysOfLine, isNetOf } from './payout.rules.ts'

const days = (...crowns: number[]) =>
  crowns.map((amount, index) => ({ id: index + 1, key: `den ${index + 1}`, grossHal: BigInt(amount * 100) }))
const found = (crowns: number[], amount: number) =>
  daysOfLine(days(...crowns), BigInt(Math.round(amount * 100)))?.map((day) => day.id) ?? null

test.each<[string, number[], number, number[] | null]>([
  ['a weekend at once', [900, 540, 660], 2100, [1, 2, 3]],
  ['two of three days', [900, 540, 660], 1200, [2, 3]],
  ['a weekend less the fee', [900, 540, 660], 2084.5, [1, 2, 3]],
  ['one day alone is no run', [900, 540], 900, null],
  ['days that do not follow one another', [900, 540, 660], 1560, null],
  ['more than a twentieth missing', [900, 540], 1360, null],
  ['more than the days have', [900, 540], 1441, null],
  ['two runs of one sum', [500, 500, 500], 1000, null],
  ['an exact run goes before one less a fee', [1000, 10, 1000, 5], 1010.0, null],
  ['an exact run beside one less a fee', [1000, 15, 1000, 5], 1005, [3, 4]],
  ['nothing', [], 100, null],
])('%s', (_what, crowns, amount, ids) => {
  expect(found(crowns, amount)).toEqual(ids)
})

test.each([
  [100n, 100n, true],
  [95n, 100n, true],
  [94n, 100n, false],
  [101n, 100n, false],
])('%d of %d', (amount, gross, is) => {
  expect(isNetOf(amount, gross)).toBe(is)
})
