import fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupSymbol } from '#lib/identifiers/symbols'
import { labelledInWords, numbersInWords, wholeSymbols } from './symbol-labels.ts'

test.each<[string, (string | null | undefined)[] | null]>([
  ['/VS/1002000/SS//KS/', ['1002000', null, null]],
  ['/vs1002000/ss/ks', ['1002000', null, null]],
  ['/VS/0001/SS/22/KS/0308', ['1', '22', '308']],
  ['VS:1SS:2KS:3', ['1', '2', '3']],
  ['VS0250117002/SS0000000000/KS0000', ['250117002', null, null]],
  [' /VS/1/SS/2/KS/3 ', ['1', '2', '3']],
  ['/VS/1/SS/2/KS/3 za Janu', null],
  ['VS:1', null],
  ['vs/1009000/odpad za syna', null],
  ['1002000', null],
  ['', null],
])('„%s“ is the banks’ own form or not', (text, expected) => {
  const found = wholeSymbols(text, 'all')
  expect(found && [found.get('VS'), found.get('SS'), found.get('KS')]).toEqual(expected)
})

test.each<[string, string[]]>([
  ['vs/1009000/odpad za syna', ['1009000']],
  ['VS.: 1007000', ['1007000']],
  ['platba VS:1234 SS: 5 děkuji', ['1234']],
  ['vs 1016 000', ['1016000']],
  ['VS 1234 567 890, odpad', ['1234567890']],
  ['Vs: 16 000 2026', []],
  ['VS č. 1016000', ['1016000']],
  ['variabilní symbol 1016000 za psa', ['1016000']],
  ['v.s. 1016000', ['1016000']],
  ['VS=0001016000', ['1016000']],
  ['VS:1016000 a vs: 1017000', ['1016000', '1017000']],
  ['VS 260100010 900 Kč', ['260100010']],
  ['VS 12345678901', []],
  ['VS 1016000/2027', []],
  ['VS 1016000-2027', []],
  ['VS 1016000,50', []],
  ['VS 1016 000 5', []],
  ['SS 1016000', []],
  ['DEVS 1016000, revs 5555', []],
  ['VS', []],
])('„%s“ names a variable symbol among words', (text, expected) => {
  expect(labelledInWords(text)).toEqual(expected)
})

test.each<[string, string[]]>([
  ['odpad 0004001 Jana', ['4001']],
  ['VS:4001, za rok 2026', ['4001', '2026']],
  ['účet 19-2000145399/0800', []],
  ['tel. 12345678901', []],
  ['za nás 123', []],
  ['1016 000 odpad', ['1016000']],
  ['1016 000 5', []],
  ['celkem 1440,50', []],
])('numbers in „%s“', (text, expected) => {
  expect(numbersInWords(text)).toEqual(expected)
})

test('a symbol as the portal prints it is read back, behind a label and alone', () => {
  const symbol = fc.integer({ min: 1000, max: 2 ** 31 - 1 }).map(String)
  fc.assert(
    fc.property(symbol, fc.constantFrom('VS ', 'vs: ', '/VS/', 'Vs'), (given, label) => {
      for (const written of [given, groupSymbol(given), groupSymbol(given).replaceAll('\u00a0', ' ')]) {
        expect(labelledInWords(`odpad ${label}${written} Jana`)).toEqual([given])
        expect(numbersInWords(`odpad ${written} Jana`)).toEqual([given])
      }
    }),
  )
})

test('no part of a longer number is ever read, and no text takes long', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9]\d{10,39}$/), (digits) => {
      expect(labelledInWords(`VS ${digits}`)).toEqual([])
      expect(numbersInWords(digits)).toEqual([])
    }),
  )
  for (const text of ['VS '.repeat(400), '/VS/'.repeat(300), '1 '.repeat(500), 'VS 12 345'.repeat(120)]) {
    labelledInWords(text)
    numbersInWords(text)
    wholeSymbols(text, 'all')
    wholeSymbols(`${text}x`, 'all')
  }
})
