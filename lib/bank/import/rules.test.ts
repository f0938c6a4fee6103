import { expect, test } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { normalAccount } from '#lib/identifiers/normal-account'
import type { StatementEntry } from '../statement.ts'
import type { BankRule } from './input.ts'
import { findCityAccount, onlyBankCode, recognize } from './rules.ts'

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

const entry = (facts: Partial<StatementEntry>): StatementEntry => ({
  index: 1,
  date: isoDate('2026-05-03'),
  amountHal: 60_000n,
  variableSymbol: null,
  specificSymbol: null,
  constantSymbol: null,
  counterAccount: null,
  name: null,
  message: null,
  bankReference: null,
  reversal: false,
  ...facts,
})
const fee: BankRule = { kind: 'bank_fee', message: 'poplatek' }
const payout: BankRule = { kind: 'gateway_payout', gateway: 'brana', counterAccount: '27/0300' }

test.each<[string, Partial<StatementEntry>, BankRule[], string, boolean]>([
  ['words make no fee of what came', { message: 'Poplatek za psa 2026' }, [fee], 'receipt', false],
  ['words make a fee of what left', { message: 'POPLATEK', amountHal: -500n }, [fee], 'bank_fee', true],
  [
    'a constant symbol is words too',
    { constantSymbol: '0898' },
    [{ kind: 'bank_fee', constantSymbol: '0898' }],
    'receipt',
    false,
  ],
  [
    'an account says even that a fee came back',
    { counterAccount: '27/0300' },
    [{ kind: 'bank_fee', counterAccount: '27/0300' }],
    'bank_fee',
    false,
  ],
  [
    'a payout by its account',
    { counterAccount: '27/0300', message: 'poplatek' },
    [fee, payout],
    'gateway_payout',
    false,
  ],
  [
    'a payout by words, when money left',
    { message: 'brána', amountHal: -500n },
    [{ kind: 'gateway_payout', gateway: 'brana', message: 'brána' }],
    'outgoing',
    false,
  ],
  [
    'others by words alone give way to a claim',
    { message: 'dotace' },
    [{ kind: 'other', message: 'dotace' }],
    'other',
    true,
  ],
  [
    'a later rule that fits',
    { message: 'poplatek' },
    [fee, { kind: 'other', message: 'poplatek' }],
    'other',
    true,
  ],
])('%s', (_name, facts, rules, kind, isWeak) => {
  expect(recognize(entry(facts), rules)).toMatchObject({ kind, isWeak })
})
