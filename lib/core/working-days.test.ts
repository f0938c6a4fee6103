import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, daysBetween, type IsoDate, isoDate, weekday } from '#lib/core/dates'
import {
  addWorkingDays,
  easterSunday,
  isPublicHoliday,
  isWorkingDay,
  nextWorkingDay,
} from '#lib/core/working-days'

const dates = fc.integer({ min: 0, max: 50_000 }).map((days) => addDays(isoDate('2000-01-01'), days))

test.each([
  '1818-03-22',
  '1943-04-25',
  '1954-04-18',
  '1981-04-19',
  '2000-04-23',
  '2008-03-23',
  '2019-04-21',
  '2024-03-31',
  '2025-04-20',
  '2026-04-05',
  '2027-03-28',
  '2038-04-25',
  '2049-04-18',
  '2076-04-19',
])('Easter Sunday was or will be on %s', (date) => {
  expect(easterSunday(Number(date.slice(0, 4)))).toBe(date)
})

test('Easter is always a Sunday between 22 March and 25 April', () => {
  for (let year = 1583; year <= 4000; year++) {
    const easter = easterSunday(year)
    expect(weekday(easter)).toBe(7)
    expect(easter.slice(5) >= '03-22' && easter.slice(5) <= '04-25').toBe(true)
  }
})

test('2026 has thirteen public holidays', () => {
  const year = Array.from({ length: 365 }, (_, day) => addDays(isoDate('2026-01-01'), day))
  expect(year.filter(isPublicHoliday).map((date) => date.slice(5))).toEqual([
    '01-01',
    '04-03',
    '04-06',
    '05-01',
    '05-08',
    '07-05',
    '07-06',
    '09-28',
    '10-28',
    '11-17',
    '12-24',
    '12-25',
    '12-26',
  ])
})

test('Good Friday was a working day until 2015', () => {
  expect(isWorkingDay(isoDate('2015-04-03'))).toBe(true)
  expect(isWorkingDay(isoDate('2016-03-25'))).toBe(false)
})

test.each([
  ['2026-05-31', '2026-06-01'],
  ['2026-06-01', '2026-06-01'],
  ['2024-03-31', '2024-04-02'],
  ['2026-04-03', '2026-04-07'],
  ['2025-12-24', '2025-12-29'],
  ['2027-12-31', '2027-12-31'],
  ['2028-01-01', '2028-01-03'],
])('what is due on %s may be paid until %s', (date, expected) => {
  expect(nextWorkingDay(isoDate(date))).toBe(expected)
})

test.each([
  ['2026-05-29', 1, '2026-06-01'],
  ['2026-05-31', 1, '2026-06-01'],
  ['2026-06-01', -1, '2026-05-29'],
  ['2026-04-07', -1, '2026-04-02'],
  ['2026-04-02', 3, '2026-04-09'],
  ['2026-05-31', 0, '2026-05-31'],
  ['2025-12-23', 4, '2026-01-02'],
])('addWorkingDays(%s, %i) is %s', (date, n, expected) => {
  expect(addWorkingDays(isoDate(date), n)).toBe(expected)
})

test('half a working day does not exist', () => {
  expect(() => addWorkingDays(isoDate('2026-05-29'), 0.5)).toThrow(RangeError)
})

test('a later day never gets an earlier working day', () => {
  fc.assert(
    fc.property(dates, fc.nat(30), fc.integer({ min: -20, max: 20 }), (date, gap, n) => {
      const later = addDays(date, gap)
      expect(nextWorkingDay(date) <= nextWorkingDay(later)).toBe(true)
      expect(addWorkingDays(date, n) <= addWorkingDays(later, n)).toBe(true)
    }),
  )
})

test('the count of working days in between is what was added, and it leads back', () => {
  fc.assert(
    fc.property(dates.map(nextWorkingDay), fc.integer({ min: 1, max: 40 }), (date, n) => {
      const later = addWorkingDays(date, n)
      const between = Array.from(
        { length: daysBetween(date, later) },
        (_, i): IsoDate => addDays(date, i + 1),
      )
      expect(between.filter(isWorkingDay)).toHaveLength(n)
      expect(addWorkingDays(later, -n)).toBe(date)
    }),
  )
})
