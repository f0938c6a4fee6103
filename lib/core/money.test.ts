import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatCsvAmount, formatKc, parseAmount, roundUpToCrowns, sumHal } from '#lib/core/money'
import { crowns } from '#tests/fixtures/crowns'

const amountsHal = fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n })

describe('formatKc', () => {
  test.each([
    [0n, '0\u00a0Kč'],
    [5n, '0,05\u00a0Kč'],
    [90_000n, '900\u00a0Kč'],
    [144_000n, '1\u00a0440\u00a0Kč'],
    [144_050n, '1\u00a0440,50\u00a0Kč'],
    [-24_000n, '\u2212240\u00a0Kč'],
    [-1n, '\u22120,01\u00a0Kč'],
    [123_456_789_000n, '1\u00a0234\u00a0567\u00a0890\u00a0Kč'],
    [100_000_00n, '100\u00a0000\u00a0Kč'],
  ])('%s haléřů is %j', (amountHal, text) => {
    expect(formatKc(amountHal)).toBe(text)
  })
})

test.each([
  [144_050n, '1440,50'],
  [0n, '0,00'],
  [-24_000n, '-240,00'],
  [-7n, '-0,07'],
])('formatCsvAmount: %s is %j', (amountHal, text) => {
  expect(formatCsvAmount(amountHal)).toBe(text)
})

describe('parseAmount', () => {
  test.each([
    ['900', 90_000n],
    ['900,00', 90_000n],
    ['900,5', 90_050n],
    ['1440.50', 144_050n],
    ['1 440,50', 144_050n],
    ['1\u00a0440,50', 144_050n],
    ['1\u202f440,50', 144_050n],
    ['  1 440 Kč ', 144_000n],
    ['-240', -24_000n],
    ['\u2212240\u00a0Kč', -24_000n],
    ['- 240', -24_000n],
    ['-0', 0n],
    ['007', 700n],
    ['0,01', 1n],
    ['123456789012345', 12_345_678_901_234_500n],
  ])('accepts %j', (text, amountHal) => {
    expect(parseAmount(text)).toEqual({ ok: true, value: amountHal })
  })

  test.each([
    ['', 'empty'],
    [' \u00a0 ', 'empty'],
    ['Kč', 'empty'],
    ['900,001', 'ambiguous_separator'],
    ['1440,500', 'too_many_decimals'],
    ['1 440,500', 'too_many_decimals'],
    ['9,1234', 'too_many_decimals'],
    ['1.440', 'ambiguous_separator'],
    ['1,440', 'ambiguous_separator'],
    ['1,440.50', 'ambiguous_separator'],
    ['1.440,50', 'ambiguous_separator'],
    ['1.440.000', 'ambiguous_separator'],
    ['12,50.30', 'ambiguous_separator'],
    ['+900', 'misplaced_sign'],
    ['900-', 'misplaced_sign'],
    ['--900', 'misplaced_sign'],
    ['900,-', 'misplaced_sign'],
    ['9-00', 'misplaced_sign'],
    ['1e3', 'not_a_number'],
    ['1e-3', 'not_a_number'],
    ['0x10', 'not_a_number'],
    ['Infinity', 'not_a_number'],
    [',50', 'not_a_number'],
    ['900,', 'not_a_number'],
    ['14 40', 'not_a_number'],
    ['1  440', 'not_a_number'],
    ['1440 500', 'not_a_number'],
    ['9,5 0', 'not_a_number'],
    ['900 EUR', 'not_a_number'],
    ['٩٠٠', 'not_a_number'],
    ['1\n440', 'not_a_number'],
    ['-', 'not_a_number'],
    ['1234567890123456', 'too_long'],
    ['12345678901234,50', 'too_long'],
  ])('refuses %j as %s', (text, error) => {
    expect(parseAmount(text)).toEqual({ ok: false, error })
  })

  test('reads back whatever is printed', () => {
    fc.assert(
      fc.property(amountsHal, (amountHal) => {
        expect(parseAmount(formatKc(amountHal))).toEqual({ ok: true, value: amountHal })
        expect(parseAmount(formatCsvAmount(amountHal))).toEqual({ ok: true, value: amountHal })
      }),
    )
  })

  test('answers every text without throwing', () => {
    const texts = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0159 .,-+eKč\u00a0') }))
    fc.assert(fc.property(texts, (text) => typeof parseAmount(text).ok === 'boolean'))
  })
})

test('crowns are a hundred haléře and have no fraction', () => {
  expect(crowns(900)).toBe(90_000n)
  expect(crowns(-3n)).toBe(-300n)
  expect(() => crowns(1.5)).toThrow(RangeError)
})

test('sumHal adds any iterable', () => {
  expect(sumHal([])).toBe(0n)
  expect(sumHal(new Set([66_000n, 24_000n]))).toBe(90_000n)
})

test.each([
  [67_500n, 67_500n],
  [67_501n, 67_600n],
  [67_599n, 67_600n],
  [0n, 0n],
  [1n, 100n],
  [-150n, -100n],
])('roundUpToCrowns: %s becomes %s', (amountHal, roundedHal) => {
  expect(roundUpToCrowns(amountHal)).toBe(roundedHal)
})

test('rounding up adds less than a crown and leaves no haléře', () => {
  fc.assert(
    fc.property(amountsHal, (amountHal) => {
      const roundedHal = roundUpToCrowns(amountHal)
      expect(roundedHal % 100n).toBe(0n)
      expect(roundedHal - amountHal >= 0n && roundedHal - amountHal < 100n).toBe(true)
    }),
  )
})
