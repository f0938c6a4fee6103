import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantAt } from '#lib/core/clock'
import {
  addDays,
  compareDates,
  dayOf,
  daysBetween,
  isIsoDate,
  isoDate,
  monthOf,
  parseCzechDate,
  pragueDate,
  pragueTime,
  startOfPragueDay,
  weekday,
  yearOf,
} from '#lib/core/dates'

const at = (text: string) => instantAt(Date.parse(text))
const dates = fc.integer({ min: -25_000, max: 50_000 }).map((days) => addDays(isoDate('1970-01-01'), days))

test.each(['2026-05-31', '2024-02-29', '2000-02-29', '1900-02-28', '0001-01-01', '9999-12-31'])(
  '%s is a day',
  (text) => {
    expect(isoDate(text)).toBe(text)
  },
)

test.each([
  '',
  '2026-02-29',
  '1900-02-29',
  '2026-04-31',
  '2026-13-01',
  '2026-00-10',
  '2026-01-00',
  '2026-1-1',
  '26-01-01',
  '2026-01-01T00:00:00Z',
  ' 2026-01-01',
  '2026-01-01\n',
])('%j is not a day', (text) => {
  expect(isIsoDate(text)).toBe(false)
  expect(() => isoDate(text)).toThrow(RangeError)
})

describe('parseCzechDate', () => {
  test.each(['31.5.2026', '31. 5. 2026', '31.05.2026', ' 31.\u00a05.\u00a02026 ', '2026-05-31'])(
    'accepts %j',
    (text) => {
      expect(parseCzechDate(text)).toEqual({ ok: true, value: '2026-05-31' })
    },
  )

  test.each([
    ['  ', 'empty'],
    ['31.5.26', 'not_a_date'],
    ['31/5/2026', 'not_a_date'],
    ['31.5', 'not_a_date'],
    ['zítra', 'not_a_date'],
    ['31.4.2026', 'no_such_day'],
    ['29.2.2026', 'no_such_day'],
    ['1.13.2026', 'no_such_day'],
    ['2026-02-30', 'no_such_day'],
  ])('refuses %j as %s', (text, error) => {
    expect(parseCzechDate(text)).toEqual({ ok: false, error })
  })

  test('reads every day back', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const czech = `${dayOf(date)}. ${monthOf(date)}. ${yearOf(date)}`
        expect(parseCzechDate(czech)).toEqual({ ok: true, value: date })
      }),
    )
  })
})

test.each([
  ['2026-02-28', 1, '2026-03-01'],
  ['2024-02-28', 1, '2024-02-29'],
  ['2026-01-01', -1, '2025-12-31'],
  ['2026-03-29', 1, '2026-03-30'],
  ['2026-05-31', 0, '2026-05-31'],
])('addDays(%s, %i) is %s', (date, days, expected) => {
  expect(addDays(isoDate(date), days)).toBe(expected)
})

test('there is no day after 9999-12-31', () => {
  expect(() => addDays(isoDate('9999-12-31'), 1)).toThrow(RangeError)
})

test('adding, counting and comparing days agree', () => {
  fc.assert(
    fc.property(dates, fc.integer({ min: -3000, max: 3000 }), (date, days) => {
      const later = addDays(date, days)
      expect(daysBetween(date, later)).toBe(days)
      expect(addDays(later, -days)).toBe(date)
      expect(compareDates(later, date)).toBe(Math.sign(days))
    }),
  )
})

test.each([
  ['2026-05-31', 7],
  ['2026-06-01', 1],
  ['2024-05-31', 5],
  ['2026-11-20', 5],
  ['2026-05-28', 4],
])('weekday(%s) is %i', (date, expected) => {
  expect(weekday(isoDate(date))).toBe(expected)
})

test.each([
  ['2024-05-31T21:59:59.999Z', '2024-05-31', '23:59'],
  ['2024-05-31T22:00:00Z', '2024-06-01', '00:00'],
  ['2025-12-31T22:59:59Z', '2025-12-31', '23:59'],
  ['2025-12-31T23:00:00Z', '2026-01-01', '00:00'],
  ['2026-03-29T00:59:00Z', '2026-03-29', '01:59'],
  ['2026-03-29T01:00:00Z', '2026-03-29', '03:00'],
  ['2026-10-25T00:30:00Z', '2026-10-25', '02:30'],
  ['2026-10-25T01:30:00Z', '2026-10-25', '02:30'],
])('%s is in Prague %s %s', (instant, date, time) => {
  expect(pragueDate(at(instant))).toBe(date)
  expect(pragueTime(at(instant))).toBe(time)
})

test.each([
  ['2026-05-31', '2026-05-30T22:00:00.000Z'],
  ['2026-01-15', '2026-01-14T23:00:00.000Z'],
  ['2026-03-29', '2026-03-28T23:00:00.000Z'],
  ['2026-10-25', '2026-10-24T22:00:00.000Z'],
])('%s in Prague begins at %s', (date, start) => {
  expect(startOfPragueDay(isoDate(date)).toISOString()).toBe(start)
})

test('a day in Prague holds its first instant, and nothing before it', () => {
  fc.assert(
    fc.property(dates, (date) => {
      expect(pragueDate(startOfPragueDay(date))).toBe(date)
      expect(pragueDate(instantAt(startOfPragueDay(date).getTime() - 1))).toBe(addDays(date, -1))
    }),
  )
})
