import { describe, expect, test } from 'vitest'
import { type FioMovement, fioFile, fioInfo } from '#tests/bank/fio-file'
import { read, refusal } from '#tests/bank/reading'

const amount = (raw: string) => ({ raw })
const payment: FioMovement = {
  22: amount('1147608196'),
  1: amount('900.50'),
  2: '178124-4159',
  3: '2010',
  10: 'Příkladová, Žofie',
  4: '0558',
  5: '0260100010',
  6: null,
  16: 'odpad "2026" {všichni}]',
  8: 'Příjem převodem uvnitř banky',
}

test('a statement of Fio', async () => {
  const file = fioFile({ openingBalance: 100, closingBalance: 985.5 }, [
    payment,
    { 1: amount('-15.00'), 25: 'poplatek' },
  ])
  const reading = await read(file)
  expect(reading.format).toBe('fio')
  expect(reading.warnings).toEqual([])
  expect(reading.statements[0]?.head).toEqual({
    account: '2000145399/2010',
    number: '7',
    from: '2026-06-01',
    to: '2026-06-02',
    currency: 'CZK',
    openingHal: 10_000n,
    closingHal: 98_550n,
  })
  expect(reading.statements[0]?.end).toMatchObject({
    creditHal: 90_050n,
    debitHal: 1_500n,
    entries: 2,
    balanced: true,
  })
  expect(reading.entries).toEqual([
    {
      index: 1,
      date: '2026-06-02',
      amountHal: 90_050n,
      variableSymbol: '260100010',
      specificSymbol: null,
      constantSymbol: '558',
      counterAccount: '178124-4159/2010',
      name: 'Příkladová, Žofie',
      message: 'odpad "2026" {všichni}]',
      payerReference: null,
      bankReference: '1147608196',
      reversal: false,
    },
    expect.objectContaining({ index: 2, amountHal: -1_500n, message: 'poplatek', bankReference: null }),
  ])
  for (const size of [1, 2, 3, 50]) expect(await read(Buffer.from(file), { size })).toEqual(reading)
})

test.each<[string, FioMovement, (string | null)[], string | null]>([
  ['in the message', { 16: '/VS/1002000/SS//KS/' }, ['1002000', null, null], null],
  ['with nothing between', { 16: '/VS1007000/SS/KS' }, ['1007000', null, null], null],
  ['in small letters', { 16: '/vs/1002000/ss/77/ks/0308' }, ['1002000', '77', '308'], null],
  ['in the comment', { 25: '/VS/1002000/SS/KS' }, ['1002000', null, null], null],
  [
    'in the payer’s reference',
    { 16: 'odpad', 27: '/VS/1015000/SS/KS' },
    ['1015000', null, null],
    '/VS/1015000/SS/KS',
  ],
  ['beside the field, which stands', { 5: '5', 16: '/VS/1002000/SS/77/KS/' }, ['5', null, null], null],
  ['among words, which is proposed only', { 16: 'vs/1009000/odpad za syna' }, [null, null, null], null],
  ['as digits alone, which is a clue only', { 27: '1008000' }, [null, null, null], '1008000'],
])('the banks’ own form of symbols %s', async (_where, columns, symbols, payerReference) => {
  const { entries, warnings } = await read(fioFile({}, [{ 1: amount('0'), ...columns }]))
  expect(warnings).toEqual([])
  const [entry] = entries
  expect([entry?.variableSymbol, entry?.specificSymbol, entry?.constantSymbol]).toEqual(symbols)
  expect(entry?.payerReference).toBe(payerReference)
})

test.each([
  ['"2015-01-31+0100"', '2015-01-31'],
  ['"2015-07-31+02:00"', '2015-07-31'],
  ['"2015-07-31"', '2015-07-31'],
  ['1340661600000', '2012-06-26'],
  ['"1340661600000"', '2012-06-26'],
])('the day %s is %s', async (raw, date) => {
  expect((await read(fioFile({}, [{ 0: amount(raw), 1: amount('0') }]))).entries[0]?.date).toBe(date)
})

test.each([
  ['0.1', 10n],
  ['-0.29', -29n],
  ['4035.3', 403_530n],
  ['90071992547409.93', 9_007_199_254_740_993n],
  ['12', 1_200n],
  ['1.500', 150n],
])('the amount %s loses nothing', async (raw, hal) => {
  expect((await read(fioFile({}, [{ 1: amount(raw) }]))).entries[0]?.amountHal).toBe(hal)
})

test.each<[string, object, FioMovement[], string[]]>([
  ['no movements', {}, [], []],
  ['a foreign account', {}, [{ 1: amount('0'), 2: 'SK3112000000198742637541', 3: null }], []],
  [
    'a card symbol of twenty digits',
    {},
    [{ 1: amount('0'), 5: '12345678901234567890' }],
    ['symbol_unreadable'],
  ],
  ['another currency', {}, [{ 1: amount('0'), 14: 'EUR' }], ['currency_differs']],
  ['an account that fails the check', { accountId: '2111111111' }, [], ['account_checksum']],
  ['no balances', { openingBalance: null, closingBalance: null }, [], ['balance_missing']],
  ['unbalanced', { closingBalance: 1 }, [], ['unbalanced']],
])('%s', async (_, info, movements, warnings) => {
  const reading = await read(fioFile(info, movements))
  expect(reading.entries).toHaveLength(movements.length)
  expect(reading.warnings).toEqual(warnings)
})

test.each(['null', '{"transaction":null}', '{"transaction":[]}', '{"transaction": [ ] }'])(
  'an empty list written %s',
  async (list) => {
    const file = `{"accountStatement":{"info":${JSON.stringify(fioInfo)},"transactionList":${list}}}`
    expect((await read(file)).statements[0]?.end).toMatchObject({ entries: 0, balanced: true })
  },
)

describe('refused', () => {
  const good = fioFile({}, [payment, payment])
  test.each<[string, string, RegExp, RegExp]>([
    ['torn', good.slice(0, -2), /JSON, řádek 3/, /nemá konec/],
    ['text behind the end', `${good}x`, /JSON, řádek 3/, /za koncem/],
    ['no comma between', good.replace('},\n{"column0"', '}\n{"column0"'), /JSON, řádek 3/, /čárka/],
    ['two commas', good.replace('},\n{"column0"', '},,\n{"column0"'), /JSON, řádek 2/, /čárka/],
    ['a comma before the end', good.replace('}]}}}', '},]}}}'), /JSON, řádek 3/, /čárkou/],
    [
      'something else between',
      good.replace('},\n{"column0"', '},7,\n{"column0"'),
      /JSON, řádek 2/,
      /něco jiného/,
    ],
    ['brackets', good.replace('}]}}}', '}}}}}'), /JSON, řádek 3/, /závorky/],
    ['a frame that is no JSON', good.replace('"info":', 'info:'), /pohyb 1/, /info/],
    ['a movement that is no JSON', good.replace('"column1":', 'column1:'), /pohyb 1, řádek 2/, /JSON/],
    ['no info', '{"accountStatement":{}}', /celý soubor/, /info/],
    [
      'info behind',
      '{"accountStatement":{"transactionList":{"transaction":[{"column0":null}]}}}',
      /pohyb 1/,
      /info/,
    ],
    ['no account', fioFile({ accountId: null }, []), /info, řádek 1, accountId/, /účtu/],
    [
      'an amount',
      fioFile({}, [payment, { ...payment, 1: amount('1.005') }]),
      /pohyb 2, řádek 3, column1/,
      /částka/,
    ],
    ['an amount with an exponent', fioFile({}, [{ 1: amount('1e3') }]), /column1/, /částka/],
    ['no amount', fioFile({}, [{ 1: null }]), /column1/, /částku/],
    ['no day', fioFile({}, [{ 0: null, 1: amount('1') }]), /column0/, /datum/],
    ['no such day', fioFile({}, [{ 0: '2026-02-30+0100', 1: amount('1') }]), /column0/, /kalendáři/],
    [
      'a huge movement',
      fioFile({}, [{ 1: amount('1'), 16: 'x'.repeat(300_000) }]),
      /JSON, řádek 2/,
      /dlouhý/,
    ],
    ['another JSON', JSON.stringify({ a: 'x'.repeat(300_000) }), /JSON/, /Fio API/],
    ['too deep', `{"a":${'['.repeat(100)}`, /JSON/, /hluboko/],
  ])('%s', async (_, file, place, reason) => {
    const refused = await refusal(file)
    expect(refused.place).toMatch(place)
    expect(refused.reason).toMatch(reason)
  })
})
