import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupSymbol, parseSymbol } from '#lib/identifiers/symbols'

describe('parseSymbol', () => {
  test.each([
    ['1234567890', 10, '1234567890'],
    ['0012', 10, '12'],
    ['0000000308', 4, '308'],
    ['1234\u00a0567 890', 10, '1234567890'],
    ['', 10, null],
    ['   ', 4, null],
    ['0000000000', 10, null],
  ])('reads %j of at most %i digits as %j', (text, maxDigits, symbol) => {
    expect(parseSymbol(text, maxDigits)).toEqual({ ok: true, value: symbol })
  })

  test.each([
    ['12345678901', 10, 'too_long'],
    ['12345', 4, 'too_long'],
    ['12a', 10, 'not_digits'],
    ['-12', 10, 'not_digits'],
    ['1.2', 10, 'not_digits'],
    ['٣', 10, 'not_digits'],
  ])('refuses %j of at most %i digits as %s', (text, maxDigits, error) => {
    expect(parseSymbol(text, maxDigits)).toEqual({ ok: false, error })
  })
})

test.each([
  ['1', '1'],
  ['12', '12'],
  ['308', '308'],
  ['1318', '1318'],
  ['12345', '12\u00a0345'],
  ['123456', '123\u00a0456'],
  ['1234567', '1234\u00a0567'],
  ['12345678', '12\u00a0345\u00a0678'],
  ['1234567890', '1234\u00a0567\u00a0890'],
])('groupSymbol(%s) is %j', (symbol, grouped) => {
  expect(groupSymbol(symbol)).toBe(grouped)
})

test('what is grouped and padded reads back the same', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 9_999_999_999n }), (number) => {
      const symbol = number.toString()
      expect(parseSymbol(groupSymbol(symbol), 10)).toEqual({ ok: true, value: symbol })
      expect(parseSymbol(symbol.padStart(10, '0'), 10)).toEqual({ ok: true, value: symbol })
    }),
  )
})
