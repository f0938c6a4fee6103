import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readPaymentList } from './payment-list.ts'

test.each([
  ['semicolons', 'vs;castka\n0260100010;900\n260100011;540,50\n'],
  ['commas and another order', 'castka,vs\n900,260100010\n540.50,260100011'],
  [
    'a mark of bytes, spaces and empty lines',
    '\uFEFFVS ; Castka\r\n\r\n 260100010 ; 900,00 \r\n260100011;540,50\r\n',
  ],
  ['a specific symbol nobody filled in', 'vs;ss;castka\n260100010;;900\n260100011;;540,50'],
])('a list with %s', (_what, text) => {
  expect(readPaymentList(text)).toMatchObject({
    ok: true,
    value: [
      { variableSymbol: '260100010', specificSymbol: null, amountHal: 90_000n },
      { variableSymbol: '260100011', specificSymbol: null, amountHal: 54_050n },
    ],
  })
})

test.each([
  ['no column', 'symbol;castka\n1;2', 1, 'vs', 'v záhlaví chybí'],
  ['no amount', 'vs;castka\n260100010;', 2, 'castka', 'částka je v korunách'],
  ['zero', 'vs;castka\n260100010;0', 2, 'castka', 'není nulová'],
  ['below zero', 'vs;castka\n260100010;-5', 2, 'castka', 'částka'],
  ['a symbol of letters', 'vs;castka\n260100010;5\nabc;5', 3, 'vs', '1 až 10 číslic'],
  ['a symbol too long', 'vs;castka\n12345678901;5', 2, 'vs', '1 až 10 číslic'],
  ['only zeros', 'vs;castka\n000;5', 2, 'vs', '1 až 10 číslic'],
  ['a specific symbol of letters', 'vs;ss;castka\n1;x;5', 2, 'ss', '1 až 10 číslic'],
  ['nothing', 'vs;castka\n', 2, '', 'prázdný'],
  ['an open quote', 'vs;castka\n"1;5', 1, '', 'uvozovky'],
])('a list with %s is refused with its place', (_what, text, line, column, words) => {
  const read = readPaymentList(text)
  expect(read.ok).toBe(false)
  if (!read.ok) expect(read.error[0]).toMatchObject({ line, column, text: expect.stringContaining(words) })
})

test('without amounts only symbols are asked for', () => {
  expect(readPaymentList('vs\n1\n2', { hasAmounts: false })).toMatchObject({
    ok: true,
    value: [{ amountHal: 0n }, {}],
  })
})

test('no text makes it crash, and what is read is positive', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      for (const given of [text, `vs;castka\n${text}`]) {
        const read = readPaymentList(given)
        if (read.ok) for (const row of read.value) expect(row.amountHal > 0n).toBe(true)
      }
    }),
  )
})
