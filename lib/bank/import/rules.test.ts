import { expect, test } from 'vitest'
import { normalAccount } from '#lib/identifiers/normal-account'
import { findCityAccount, onlyBankCode } from './rules.ts'

test.each([
  ['000019-2000145399/0800', '19-2000145399/0800'],
  ['CZ65 0800 0000 1920 0014 5399', '19-2000145399/0800'],
  ['0000192000145399', '19-2000145399'],
  ['0000000027/0300', '27/0300'],
  ['DE89370400440532013000', 'DE89370400440532013000'],
])('%s is %s', (text, account) => {
  expect(normalAccount(text)).toBe(account)
})

const city = ['19-2000145399/0800', '27/0300', '27/0100']
test.each([
  ['19-2000145399/0800', '19-2000145399/0800'],
  ['19-2000145399', '19-2000145399/0800'],
  ['19-2000145399/0300', null],
  ['27', null],
  ['2000145399/0800', null],
])('a statement of %s is of %s', (told, account) => {
  expect(findCityAccount(told, city)).toBe(account)
})

test('the bank is known only where there is one', () => {
  expect(onlyBankCode(['19-2000145399/0800', '27/0800'])).toBe('0800')
  expect(onlyBankCode(city)).toBeNull()
  expect(onlyBankCode([])).toBeNull()
})
