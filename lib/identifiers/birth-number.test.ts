import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dayOf, isoDate, monthOf, yearOf } from '#lib/core/dates'
import { agreesWithBirthDate, parseBirthNumber } from '#lib/identifiers/birth-number'

const twoDigits = (n: number) => String(n).padStart(2, '0')

/** Makes up a ten-digit number: six digits of the date, three of order and the check digit that fits. */
function invented(date: string, order: number): string {
  const nine = `${date}${String(order).padStart(3, '0')}`
  return `${nine}${(Number(nine) % 11) % 10}`
}

const people = fc.record({
  birthDate: fc.integer({ min: 0, max: 26_000 }).map((days) => addDays(isoDate('1954-01-01'), days)),
  sex: fc.constantFrom('female', 'male'),
  extra: fc.boolean(),
  order: fc.nat(999),
})

function numberOf({ birthDate, sex, extra, order }: typeof people extends fc.Arbitrary<infer P> ? P : never) {
  const shift = (sex === 'female' ? 50 : 0) + (extra && yearOf(birthDate) >= 2004 ? 20 : 0)
  const date = `${birthDate.slice(2, 4)}${twoDigits(monthOf(birthDate) + shift)}${twoDigits(dayOf(birthDate))}`
  return invented(date, order)
}

describe('parseBirthNumber', () => {
  test('tells the birth date and sex of every number made up by the rules', () => {
    fc.assert(
      fc.property(people, (person) => {
        const normalized = numberOf(person)
        const remainder = Number(normalized.slice(0, 9)) % 11
        const isDoubtful = remainder === 10 && yearOf(person.birthDate) > 1985
        const { birthDate, sex } = person
        const expected = { ok: true, value: { normalized, birthDate, sex, isDoubtful } }
        expect(parseBirthNumber(normalized)).toEqual(expected)
        expect(parseBirthNumber(`${normalized.slice(0, 6)}/${normalized.slice(6)}`)).toEqual(expected)
      }),
    )
  })

  test('a remainder of ten written as zero is doubtful after 1985, for some were given out', () => {
    const orders = Array.from({ length: 1000 }, (_, order) => order)
    const orderOf = (date: string) =>
      orders.find((n) => Number(date + String(n).padStart(3, '0')) % 11 === 10) ?? -1
    const read = (date: string) => parseBirthNumber(invented(date, orderOf(date)))
    expect(read('851231')).toMatchObject({ ok: true, value: { isDoubtful: false } })
    expect(read('860101')).toMatchObject({ ok: true, value: { isDoubtful: true } })
  })

  test('one wrong digit of the ending is noticed', () => {
    fc.assert(
      fc.property(people, fc.integer({ min: 1, max: 9 }), (person, shift) => {
        const normalized = numberOf(person)
        fc.pre(Number(normalized) % 11 === 0)
        const wrong = `${normalized.slice(0, 8)}${(Number(normalized[8]) + shift) % 10}${normalized[9]}`
        fc.pre(!(Number(wrong.slice(0, 9)) % 11 === 10 && wrong.endsWith('0')))
        expect(parseBirthNumber(wrong)).toEqual({ ok: false, error: 'checksum' })
      }),
    )
  })

  test.each([
    ['530101/123', '530101123', '1953-01-01', 'male'],
    ['535231123', '535231123', '1953-02-31', 'impossible'],
    ['005101/001', '005101001', '1900-01-01', 'female'],
    [' 530101 / 123 ', '530101123', '1953-01-01', 'male'],
  ])('nine digits: %j', (text, normalized, birthDate, sex) => {
    const expected =
      sex === 'impossible'
        ? { ok: false, error: 'date' }
        : { ok: true, value: { normalized, birthDate, sex, isDoubtful: false } }
    expect(parseBirthNumber(text)).toEqual(expected)
  })

  test.each([
    ['', 'empty'],
    ['80550/11234', 'shape'],
    ['805501-1234', 'shape'],
    ['805501/12', 'shape'],
    ['805501/12345', 'shape'],
    ['540101/123', 'date'],
    [invented('801301', 1), 'date'],
    [invented('800001', 1), 'date'],
    [invented('805001', 1), 'date'],
    [invented('806301', 1), 'date'],
    [invented('800230', 1), 'date'],
    [invented('802101', 1), 'date'],
    [invented('032101', 1), 'date'],
    [invented('037101', 1), 'date'],
    [invented('043301', 1), 'date'],
    ['805501/1230', 'checksum'],
  ])('refuses %j as %s', (text, error) => {
    expect(parseBirthNumber(text)).toEqual({ ok: false, error })
  })
})

test('agreesWithBirthDate compares the day', () => {
  const birthNumber = parseBirthNumber('535501/123')
  if (!birthNumber.ok) throw new Error(birthNumber.error)
  expect(agreesWithBirthDate(birthNumber.value, isoDate('1953-05-01'))).toBe(true)
  expect(agreesWithBirthDate(birthNumber.value, isoDate('1953-05-02'))).toBe(false)
})
