import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantAt } from '#lib/core/clock'
import { addDays, isoDate, parseCzechDate } from '#lib/core/dates'
import { czechDates } from '#lib/i18n/czech-dates'
import {
  formatDate,
  formatDateGenitive,
  formatDateLocative,
  formatDateTime,
  formatDateTimeToSecond,
  formatDateWithWeekday,
} from '#lib/i18n/format'

/** In the tables `_` stands for a non-breaking space. */
const typeset = (text: string) => text.replaceAll('_', '\u00a0')

test.each([
  ['2026-05-31', '31._května_2026'],
  ['2026-06-01', '1._června_2026'],
  ['2024-12-24', '24._prosince_2024'],
])('formatDate(%s) is %s', (date, text) => {
  expect(formatDate(isoDate(date))).toBe(typeset(text))
})

test.each([
  ['2026-06-01', 'pondělí 1._června_2026', 'pondělí 1._června_2026', 'v_pondělí 1._června'],
  ['2026-06-02', 'úterý 2._června_2026', 'úterý 2._června_2026', 'v_úterý 2._června'],
  ['2026-06-03', 'středa 3._června_2026', 'středy 3._června_2026', 've_středu 3._června'],
  ['2026-05-28', 'čtvrtek 28._května_2026', 'čtvrtka 28._května_2026', 've_čtvrtek 28._května'],
  ['2026-11-20', 'pátek 20._listopadu_2026', 'pátku 20._listopadu_2026', 'v_pátek 20._listopadu'],
  ['2026-08-01', 'sobota 1._srpna_2026', 'soboty 1._srpna_2026', 'v_sobotu 1._srpna'],
  ['2026-05-31', 'neděle 31._května_2026', 'neděle 31._května_2026', 'v_neděli 31._května'],
])('the weekday of %s in its cases', (day, nominative, genitive, when) => {
  const date = isoDate(day)
  expect(formatDateWithWeekday(date)).toBe(typeset(nominative))
  expect(formatDateGenitive(date)).toBe(typeset(genitive))
  expect(formatDateGenitive(date, { withYear: false })).toBe(typeset(genitive.replace(/_\d{4}$/, '')))
  expect(formatDateLocative(date)).toBe(typeset(when))
  expect(formatDateLocative(date, { withYear: true })).toBe(`${typeset(when)}\u00a0${day.slice(0, 4)}`)
})

test.each([
  ['2026-05-20T12:05:00Z', '20._května_2026 v_14:05'],
  ['2026-12-31T23:30:00Z', '1._ledna_2027 v_0:30'],
  ['2026-01-05T08:00:59Z', '5._ledna_2026 v_9:00'],
])('formatDateTime(%s) is %s', (instant, text) => {
  expect(formatDateTime(instantAt(Date.parse(instant)))).toBe(typeset(text))
})

test.each([
  ['2026-05-20T12:05:09Z', '20._května_2026 v_14:05:09'],
  ['2026-01-05T08:00:59.999Z', '5._ledna_2026 v_9:00:59'],
])('formatDateTimeToSecond(%s) is %s', (instant, text) => {
  expect(formatDateTimeToSecond(instantAt(Date.parse(instant)))).toBe(typeset(text))
})

test('our names of months and weekdays are those of the Unicode locale data', () => {
  const words = new Intl.DateTimeFormat('cs', {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
      const date = addDays(isoDate('1970-01-01'), days)
      const expected = words.format(instantAt(days * 86_400_000)).replace(/\s/g, ' ')
      expect(formatDateWithWeekday(date).replace(/\s/g, ' ')).toBe(expected)
    }),
  )
})

test('a printed date reads back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
      const date = addDays(isoDate('1970-01-01'), days)
      const [day = '', month = '', year = ''] = formatDate(date).split('\u00a0')
      const monthNumber = ([...czechDates.monthsGenitive] as string[]).indexOf(month) + 1
      expect(parseCzechDate(`${day}${monthNumber}.${year}`)).toEqual({ ok: true, value: date })
    }),
  )
})
