import { expect, test } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { normalAccount } from '#lib/identifiers/normal-account'
import { camtFile } from '#tests/bank/camt-file'
import { fioFile } from '#tests/bank/fio-file'
import { gpcFile } from '#tests/bank/gpc-file'
import { read } from '#tests/bank/reading'
import type { StatementEntry } from '../statement.ts'
import type { BankRule } from './input.ts'
import { entryMark, findCityAccount, onlyBankCode, recognize } from './rules.ts'

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

const inCamt = (details: string) =>
  camtFile([{ closing: '1', entries: [{ amount: '1', details: [details] }] }])
// Marks as the version before wrote them; an entry imported by it must not come again as a new one.
test.each<[string, string | Uint8Array, string]>([
  [
    'Fio, in the message',
    fioFile({}, [{ 1: { raw: '9' }, 16: '/VS/1002000/SS/1/KS/' }]),
    '212966333f328c619c521e42d82ab54238bec747',
  ],
  [
    'GPC, in record 078',
    gpcFile([{ movements: [{ amountHal: 100, further: ['078/VS1002000/SS/KS'] }] }]),
    '226a53b66f43645bdc83cde004104021993a6840',
  ],
  [
    'CAMT, small letters',
    inCamt('<RmtInf><Ustrd>/vs/1002000/ss/ks</Ustrd></RmtInf>'),
    '9ce85d30e19766981d4b682d0c51fca81e6c0da2',
  ],
  [
    'CAMT, among words',
    inCamt('<RmtInf><Ustrd>platba VS:1234 SS: 5 děkuji</Ustrd></RmtInf>'),
    'eae8a2040e3b26ea03629cd3c3113738021ead56',
  ],
  [
    'CAMT, whole',
    inCamt('<Refs><EndToEndId>/VS1234/SS567/KS0308</EndToEndId></Refs>'),
    '5a4284186c2c4a154dbb64c8a2d014381c44ef30',
  ],
])('the mark of an entry stays what it was: %s', async (_what, file, mark) => {
  const [entry] = (await read(file)).entries
  expect(entry && entryMark('19-2000145399/0800', entry)).toBe(mark)
})
