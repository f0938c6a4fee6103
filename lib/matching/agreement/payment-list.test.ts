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

test.each<[string, string]>([
  ['CRLF in the header and one bare LF', 'vs;castka\r\n260100010;900\n260100011;540,50\r\n'],
  ['a bare CR', 'vs;castka\r\n260100010;900\r260100011;540,50'],
  ['sep=', 'sep=;\r\nvs;castka\r\n260100010;900\r\n260100011;540,50'],
  ['a title', 'Seznam členů\r\n\r\nvs;castka\r\n260100010;900\r\n260100011;540,50'],
  ['a total that agrees', 'vs;castka\n260100010;900\n260100011;540,50\n;1440,50\n'],
])('no row is lost with %s', (_what, text) => {
  expect(readPaymentList(text)).toMatchObject({
    ok: true,
    value: [{ variableSymbol: '260100010' }, { variableSymbol: '260100011', amountHal: 54_050n }],
  })
})

test.each<[string, string, number, RegExp]>([
  ['a cell too many', 'vs;castka\n1;5\n2;5;6', 3, /polí 2 jako záhlaví, má jich 3/],
  ['a cell too few', 'vs;castka\n1;5\n2', 3, /má jich 1/],
  ['a fault behind blank lines', 'vs;castka\n\n\n1;5\nx;5', 5, /variabilní symbol/],
  ['a fault behind CRLF in quotes', 'vs;castka;pozn\r\n1;5;"a\r\nb\r\nc"\r\nx;5;', 5, /variabilní symbol/],
  ['a total that does not agree', 'vs;castka\n1;5\n2;5\n;11', 4, /součet/],
])('%s is told at its line', (_what, text, line, words) => {
  const read = readPaymentList(text)
  expect(read.ok || read.error[0]).toMatchObject({ line, text: expect.stringMatching(words) })
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
