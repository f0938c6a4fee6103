import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantAt } from '#lib/core/clock'
import { addDays, isoDate } from '#lib/core/dates'
import { formatKc } from '#lib/core/money'
import { formatDateTime, formatDateTimeToSecond, formatDateWithWeekday } from '#lib/i18n/format'
import { type SentencePart, sentenceParts, spoken } from '#lib/i18n/machine-readable'

/** In the tables `_` stands for a non-breaking space. */
const typeset = (text: string) => text.replaceAll('_', '\u00a0')
const grouped = (part: SentencePart) =>
  part.kind === 'number' ? part.groups.join('\u00a0') + part.rest : part.text

test.each([
  ['Zbývá zaplatit 3_480_Kč.', 'Zbývá zaplatit 3480_Kč.'],
  ['12_345_678,50_Kč', '12345678,50_Kč'],
  ['−1_240_Kč', '−1240_Kč'],
  ['900_Kč', '900_Kč'],
  ['660_Kč a_1_440_Kč', '660_Kč a_1440_Kč'],
  ['telefon 553_000_000', 'telefon 553_000_000'],
  ['symbol 20_1200_1', 'symbol 20_1200_1'],
])('spoken(%s) is %s', (sentence, whole) => {
  expect(spoken(typeset(sentence))).toBe(typeset(whole))
})

test.each([
  ['Nejbližší termín je pondělí 1._června_2026.', '1._června_2026', '2026-06-01'],
  ['zaplaťte ve_čtvrtek 28._května', '28._května', '05-28'],
  ['Stav 20._května_2026 v_9:05.', '20._května_2026 v_9:05', '2026-05-20T09:05'],
  ['20._května_2026 v_14:05:09', '20._května_2026 v_14:05:09', '2026-05-20T14:05:09'],
])('the date of %s', (sentence, text, dateTime) => {
  const dates = sentenceParts(typeset(sentence)).filter((part) => part.kind === 'date')
  expect(dates).toEqual([{ kind: 'date', text: typeset(text), dateTime }])
})

test('nothing is lost between the parts, and every amount and date of ours is found', () => {
  fc.assert(
    fc.property(
      fc.bigInt(-(10n ** 14n), 10n ** 14n),
      fc.integer({ min: 0, max: 40_000 }),
      (amountHal, days) => {
        const date = addDays(isoDate('1970-01-01'), days)
        const at = instantAt(days * 86_400_000)
        const moments = [formatDateTime(at), formatDateTimeToSecond(at)].join(', ')
        const sentence = `Do ${formatDateWithWeekday(date)} zaplaťte ${formatKc(amountHal)}: ${moments}.`
        const parts = sentenceParts(sentence)
        expect(parts.map(grouped).join('')).toBe(sentence)
        expect(spoken(sentence)).not.toMatch(/\d\u00a0\d/)
        const [day, ...others] = parts.flatMap((part) => (part.kind === 'date' ? [part.dateTime] : []))
        expect([day, others.length]).toEqual([date, 2])
      },
    ),
  )
})
