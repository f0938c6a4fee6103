import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCompanyId } from '#lib/identifiers/company-id'

test.each([
  ['00300535', '00300535'],
  ['300535', '00300535'],
  [' 003 00 535 ', '00300535'],
  ['00006947', '00006947'],
  ['27082440', '27082440'],
])('reads %j', (text, companyId) => {
  expect(parseCompanyId(text)).toEqual({ ok: true, value: companyId })
})

test.each([
  ['', 'empty'],
  ['CZ00300535', 'not_digits'],
  ['003005350', 'too_long'],
  ['00300536', 'checksum'],
  ['00000000', 'checksum'],
  ['0', 'checksum'],
])('refuses %j as %s', (text, error) => {
  expect(parseCompanyId(text)).toEqual({ ok: false, error })
})

test('of the ten numbers that differ in the last digit exactly one is right', () => {
  fc.assert(
    fc.property(fc.nat(9_999_999), (body) => {
      const all = Array.from({ length: 10 }, (_, last) => `${String(body).padStart(7, '0')}${last}`)
      expect(all.filter((text) => parseCompanyId(text).ok)).toHaveLength(1)
    }),
  )
})
