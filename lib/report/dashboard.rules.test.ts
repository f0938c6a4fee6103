import { expect, test } from 'vitest'
import { instantAt } from '#lib/core/clock'
import { ageOf } from '#lib/report/dashboard.rules'

const minuteMs = 60_000

test.each([
  [-1, 'minutes', 0],
  [0, 'minutes', 0],
  [119, 'minutes', 119],
  [120, 'hours', 2],
  [47 * 60 + 59, 'hours', 47],
  [48 * 60, 'days', 2],
  [10 * 24 * 60, 'days', 10],
] as const)('%i minutes are told in %s', (minutes, unit, count) => {
  const at = instantAt(1_800_000_000_000)
  expect(ageOf(instantAt(at.getTime() - minutes * minuteMs), at)).toEqual({ unit, count })
})
