import { describe, expect, test } from 'vitest'
import { type IsoDate, isoDate, monthOf } from '#lib/core/dates'
import { crowns } from '#tests/fixtures/crowns'
import { lastDayFor, type Rate, rateOn, ratesOfPeriod, wasteFeeHal } from './rules.ts'

const fromMonth = (month: number, rateHal: bigint) => (lastDay: IsoDate) =>
  monthOf(lastDay) >= month ? rateHal : null

describe('§ 10h: a twelfth less for each month at whose end the person is not charged', () => {
  test.each([
    ['moves in on 10 April (worked case 1)', 2024, fromMonth(4, crowns(900)), 675],
    ['turns three on 15 June, relief by month (worked case 2)', 2024, fromMonth(6, crowns(540)), 315],
    ['the whole year', 2024, () => crowns(900), 900],
    ['never', 2024, () => null, 0],
    ['rounded up once, at the end', 2024, fromMonth(12, crowns(100)), 9],
    [
      'turns 18 in July: two rates',
      2024,
      (day: IsoDate) => (monthOf(day) < 7 ? crowns(540) : crowns(900)),
      720,
    ],
  ])('%s', (_name, year, rateAtEndOf, expected) => {
    expect(wasteFeeHal(year, rateAtEndOf)).toBe(crowns(expected))
  })

  test('asks about the last day of each month, also in a leap February', () => {
    const asked: string[] = []
    wasteFeeHal(2024, (day) => {
      asked.push(day.slice(5))
      return null
    })
    expect(asked.join(' ')).toBe('01-31 02-29 03-31 04-30 05-31 06-30 07-31 08-31 09-30 10-31 11-30 12-31')
  })
})

const rate = (category: string, amount: number, from: string, to: string | null): Rate => ({
  category,
  description: category,
  amountHal: crowns(amount),
  per: 'year',
  relief: 'by_month',
  validFrom: isoDate(from),
  validTo: to ? isoDate(to) : null,
})
const rates = [rate('basic', 660, '2021-01-01', '2023-12-31'), rate('basic', 900, '2024-01-01', null)]

test.each([
  ['2020-12-31', null],
  ['2021-01-01', 660],
  ['2023-12-31', 660],
  ['2024-01-01', 900],
  ['2030-01-01', 900],
])('the basic rate on %s', (on, expected) => {
  expect(rateOn(rates, 'basic', isoDate(on))?.amountHal ?? null).toBe(
    expected === null ? null : crowns(expected),
  )
})

test('the rates of a period', () => {
  expect(ratesOfPeriod(rates, '2024').map((one) => one.amountHal)).toEqual([crowns(900)])
  expect(ratesOfPeriod(rates, 'leden 2024')).toEqual([])
})

test.each([
  ['2026-05-31', true, '2026-06-01'],
  ['2026-05-31', false, '2026-05-31'],
  ['2026-03-31', true, '2026-03-31'],
])('§ 33(4): %s, shifts %s → %s', (dueOn, shifts, lastDay) => {
  expect(lastDayFor(isoDate(dueOn), shifts)).toBe(lastDay)
})
