import { expect, test } from 'vitest'
import { namePattern, readFragment, withoutDiacritics } from '#lib/payment/history/search.rules'

test.each(['', ' ', 'a', ' 1 '])('%j is too little', (text) => {
  expect(readFragment(text)).toBeNull()
})

test.each([
  ['1 440', { code: '1440', digits: '1440', amountHal: 144000n, words: [] }],
  ['1440,00', { code: '1440,00', digits: null, amountHal: 144000n, words: [] }],
  ['1\u00a0440,50 Kč', { code: '1440,50kč', digits: null, amountHal: 144050n, words: ['1', '440,50', 'kc'] }],
  ['26000000', { code: '26000000', digits: '26000000', amountHal: 2600000000n, words: [] }],
  ['AB12-CD34', { code: 'ab12-cd34', digits: null, amountHal: null, words: ['ab12-cd34'] }],
  [
    ' Dvořáková  Marie ',
    { code: 'dvořákovámarie', digits: null, amountHal: null, words: ['dvorakova', 'marie'] },
  ],
  ['00', { code: '00', digits: '00', amountHal: null, words: [] }],
])('%j', (text, fragment) => {
  expect(readFragment(text)).toEqual(fragment)
})

test('letters decomposed and composed are the same', () => {
  expect(readFragment('Říhová'.normalize('NFD'))).toEqual(readFragment('Říhová'))
})

test.each([
  'Dvořáková',
  'ŘÍHOVÁ',
  'Hradilová-Przybyszewská',
  'O’Neil',
  'J. (ml.)',
  'Müller',
  'a*b+c?[x]^$|\\',
])('the pattern of %j finds the name itself and only it', (name) => {
  const pattern = new RegExp(`^${namePattern(withoutDiacritics(name).toLowerCase())}$`)
  expect(name).toMatch(pattern)
  expect(name.toUpperCase()).toMatch(pattern)
  expect(withoutDiacritics(name)).toMatch(pattern)
  expect(`${name}x`).not.toMatch(pattern)
})
