import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { cityDigits, type GpcStatement, gpcFile, gpcRecordsOf } from '#tests/bank/gpc-file'
import { read, refusal } from '#tests/bank/reading'
import { toInternalOrder } from './account-order.ts'

const counter = '0001313021140217'
const encoded = (records: string[]) => iconv.encode(records.join('\r\n'), 'windows-1250')

describe('dialects', () => {
  const movements = [
    { amountHal: 90_000, vs: '260100010', counter, counterBank: '0300', name: 'PŘÍKLADOVÁ ŽOFIE' },
    { amountHal: 1_500, code: '1', name: 'Poplatek' },
  ]
  test.each<[string, GpcStatement, { account: string; balanced: boolean; warnings: string[] }]>([
    ['plain', {}, { account: '19-2000145399', balanced: true, warnings: [] }],
    ['ČSOB', { turnoverSigns: '++' }, { account: '19-2000145399', balanced: true, warnings: [] }],
    ['KB', { filler: 'CZ65080001' }, { account: '19-2000145399/0800', balanced: true, warnings: [] }],
    [
      'Fio',
      { filler: 'FIO', turnoverSigns: '-+' },
      { account: '19-2000145399/2010', balanced: true, warnings: [] },
    ],
    ['Air Bank', { headerLength: 114 }, { account: '19-2000145399', balanced: true, warnings: [] }],
    ['117', { headerLength: 117 }, { account: '19-2000145399', balanced: true, warnings: [] }],
    ['122', { headerLength: 122 }, { account: '19-2000145399', balanced: true, warnings: [] }],
    ['130', { headerLength: 130 }, { account: '19-2000145399', balanced: true, warnings: [] }],
    ['overdraft', { openingHal: -500_000 }, { account: '19-2000145399', balanced: true, warnings: [] }],
    [
      'Moneta, internal order',
      { account: toInternalOrder(cityDigits) },
      { account: '19-2000145399', balanced: true, warnings: [] },
    ],
    [
      'anonymised account',
      { account: '0000002600848022' },
      { account: '2600848022', balanced: true, warnings: ['account_checksum'] },
    ],
  ])('%s', async (_, statement, { account, balanced, warnings }) => {
    const reading = await read(gpcFile([{ openingHal: 1_000_000, ...statement, movements }]))
    expect(reading.format).toBe('gpc')
    const [only] = reading.statements
    expect(only?.head).toMatchObject({
      account,
      number: '7',
      from: '2026-06-01',
      to: '2026-06-02',
      currency: 'CZK',
    })
    expect(only?.end).toMatchObject({ creditHal: 90_000n, debitHal: 1_500n, entries: 2, balanced })
    expect(reading.warnings).toEqual(warnings)
    expect(reading.entries[0]).toEqual({
      index: 1,
      date: '2026-06-02',
      amountHal: 90_000n,
      variableSymbol: '260100010',
      specificSymbol: null,
      constantSymbol: null,
      counterAccount: '131-3021140217/0300',
      name: 'PŘÍKLADOVÁ ŽOFIE',
      message: null,
      bankReference: null,
      reversal: false,
    })
  })

  test.each(['\n', '\r', '\r\n', '\r\n\r\n', '\n   \n'])('line end %j, cut anywhere', async (lineEnd) => {
    const file = gpcFile([{ movements }, { number: '8', movements }], lineEnd)
    const whole = await read(file)
    expect(whole.statements.map(({ head, entries }) => [head.number, entries.length])).toEqual([
      ['7', 2],
      ['8', 2],
    ])
    for (const size of [1, 2, 7, 127, 128, 129]) expect(await read(file, { size })).toEqual(whole)
  })

  test('a statement without movements, and one without the last line end', async () => {
    const records = [...gpcRecordsOf({ openingHal: 5 }), ...gpcRecordsOf({ movements })]
    const reading = await read(encoded(records))
    expect(reading.statements.map(({ end }) => [end.entries, end.balanced])).toEqual([
      [0, true],
      [2, true],
    ])
  })
})

test.each([
  [76, 14, 'debit'],
  [91, 14, 'credit'],
])('a blank turnover on position %d is not told rather than zero', async (from, characters) => {
  const [head = '', ...rest] = gpcRecordsOf({ movements: [{ amountHal: 500, code: '2' }] })
  const blank = head.slice(0, from - 1) + ' '.repeat(characters) + head.slice(from - 1 + characters)
  const reading = await read(encoded([blank, ...rest]))
  expect(reading.warnings).toEqual(['turnover_missing'])
  expect(reading.statements[0]?.end.balanced).toBe(true)
})

describe('bytes before letters', () => {
  test.each(['VĚŽ SPOL', 'KRŮŽEK', 'ŘEŘICHA ŽLUŤOUČKÁ', 'ĚŽ'])('windows-1250: %s', async (name) => {
    const reading = await read(gpcFile([{ movements: [{ amountHal: 1, name, further: [`078${name}`] }] }]))
    expect(reading.entries[0]).toMatchObject({ name, message: name, date: '2026-06-02' })
    expect(reading.warnings).toEqual([])
  })

  test('a file converted to UTF-8 is read by characters, and said so', async () => {
    const movements = [{ amountHal: 1, name: 'PŘÍKLAD ŽOFIE', further: ['078daň ze psů'] }]
    const text = gpcRecordsOf({ movements }).join('\r\n')
    const reading = await read(Buffer.from(`\ufeff${text}`))
    expect(reading.entries[0]).toMatchObject({
      name: 'PŘÍKLAD ŽOFIE',
      message: 'daň ze psů',
      date: '2026-06-02',
    })
    expect(reading.warnings).toEqual(['converted_to_utf8'])
  })
})

describe('reversals', () => {
  const base = [
    { amountHal: 10_000, code: '2' },
    { amountHal: 3_000, code: '1' },
  ]
  test.each<[string, GpcStatement, string | undefined, number[], string[]]>([
    [
      '4 and 5',
      { movements: [...base, { amountHal: 500, code: '4' }, { amountHal: 700, code: '5' }] },
      undefined,
      [10_000, -3_000, 500, -700],
      [],
    ],
    [
      '4 alone decided by the balance: a debit back',
      { movements: [...base, { amountHal: 500, code: '4' }], closingHal: 7_500 },
      undefined,
      [10_000, -3_000, 500],
      [],
    ],
    [
      '4 alone decided by the balance: a credit back',
      {
        movements: [{ amountHal: 500, code: '4' }, ...base],
        closingHal: 6_500,
        debitHal: 3_000,
        creditHal: 9_500,
      },
      undefined,
      [-500, 10_000, -3_000],
      [],
    ],
    [
      '3 and 4',
      {
        movements: [{ amountHal: 500, code: '4' }, ...base, { amountHal: 200, code: '3' }],
        closingHal: 6_700,
        debitHal: 2_800,
        creditHal: 9_500,
      },
      undefined,
      [-500, 10_000, -3_000, 200],
      [],
    ],
    [
      'the bank is known',
      {
        movements: [...base, { amountHal: 500, code: '4' }],
        closingHal: 6_500,
        debitHal: 3_000,
        creditHal: 9_500,
      },
      '0800',
      [10_000, -3_000, -500],
      [],
    ],
    [
      'the bank is known, the statement itself says otherwise',
      {
        movements: [...base, { amountHal: 500, code: '4' }],
        closingHal: 6_500,
        debitHal: 3_000,
        creditHal: 9_500,
      },
      '0300',
      [10_000, -3_000, -500],
      [],
    ],
    [
      'the bank is known, the statement itself says nothing',
      {
        movements: [...base, { amountHal: 500, code: '4' }],
        closingHal: 1,
        debitHal: 1,
      },
      '0800',
      [10_000, -3_000, -500],
      ['turnover_differs', 'unbalanced'],
    ],
    [
      'nothing decides',
      { movements: [...base, { amountHal: 500, code: '4' }], closingHal: 1, debitHal: 1 },
      undefined,
      [10_000, -3_000, 500],
      ['reversal_ambiguous', 'turnover_differs', 'unbalanced'],
    ],
    [
      'turnovers decide',
      {
        movements: [...base, { amountHal: 500, code: '4' }],
        closingHal: 1,
        debitHal: 3_000,
        creditHal: 9_500,
      },
      undefined,
      [10_000, -3_000, -500],
      ['unbalanced'],
    ],
    [
      'codes that do not go together',
      {
        movements: [
          { amountHal: 500, code: '3' },
          { amountHal: 700, code: '5' },
        ],
        closingHal: -200,
        debitHal: 700,
        creditHal: 500,
      },
      undefined,
      [500, -700],
      ['posting_codes_mixed'],
    ],
  ])('%s', async (_, statement, bankCode, amounts, warnings) => {
    const reading = await read(gpcFile([statement]), { bankCode })
    expect(reading.entries.map(({ amountHal }) => Number(amountHal))).toEqual(amounts)
    expect(reading.entries.filter(({ reversal }) => reversal)).toHaveLength(
      amounts.length - (amounts.length > 2 ? 2 : 0),
    )
    expect(reading.entries.map(({ index }) => index)).toEqual(amounts.map((_, i) => i + 1))
    expect(reading.warnings).toEqual(warnings)
  })

  test('what one statement shows holds for the next of the file', async () => {
    const shown = {
      movements: [{ amountHal: 200, code: '3' }],
      closingHal: 200,
      debitHal: -200,
      creditHal: 0,
    }
    const reading = await read(
      gpcFile([shown, { movements: [{ amountHal: 500, code: '4' }], closingHal: 9 }]),
    )
    expect(reading.entries.map(({ amountHal }) => amountHal)).toEqual([200n, -500n])
    expect(reading.statements[0]?.end.warnings).toEqual([])
  })

  test('few wait for many: reversals nobody can place come late, everything else at once', async () => {
    const many = Array.from({ length: 20_010 }, () => ({ amountHal: 100 }))
    const statement = { movements: [{ amountHal: 500, code: '4' }, ...many], closingHal: 2_000_500 }
    const reading = await read(gpcFile([{ ...statement, creditHal: 2_000_500 - 500, debitHal: -500 }]))
    expect(reading.statements[0]?.end).toMatchObject({
      balanced: true,
      entries: 20_011,
      creditHal: 2_001_000n,
    })
    expect(reading.entries.findIndex(({ reversal }) => reversal)).toBe(20_000)
    expect(new Set(reading.entries.map(({ index }) => index)).size).toBe(20_011)
  })
})

describe('movements', () => {
  const one = async (movement: object) =>
    await read(gpcFile([{ movements: [{ amountHal: 1, ...movement }] }]))
  test.each<[string, object, object]>([
    [
      'symbols lose their zeros only',
      { vs: '0260100010', ss: '12', ks: '0558' },
      { variableSymbol: '260100010', specificSymbol: '12', constantSymbol: '558' },
    ],
    [
      'KB fills before the bank of the counter account',
      { ks: '558', counterBank: '8100', counter },
      { constantSymbol: '558', counterAccount: '131-3021140217/8100' },
    ],
    [
      'the counter account alone in internal order',
      { counter: toInternalOrder('0000000013825001'), counterBank: '0100' },
      { counterAccount: '13825001/0100' },
    ],
    ['no counter account', { counterBank: '0100' }, { counterAccount: null }],
    ['document number', { document: '1147608196' }, { bankReference: '1147608196' }],
    [
      'transaction id and comment',
      { document: '5', further: [`076${'TX-0099'.padEnd(26)}010626Platba  kartou`] },
      { bankReference: 'TX-0099', message: 'Platba kartou' },
    ],
    [
      'blank transaction id (KB)',
      { document: '5', further: [`076${' '.repeat(26)}010626komentář`] },
      { bankReference: '5', message: 'komentář' },
    ],
    ['short 076', { further: ['076'] }, { message: null }],
    [
      'messages',
      { further: [`078${'ODPAD 2026'.padEnd(35)}za celou rodinu`, '079děkuji'] },
      { message: 'ODPAD 2026 za celou rodinu děkuji' },
    ],
    ['a message cut at 35', { further: [`078${'A'.repeat(35)}B`] }, { message: `${'A'.repeat(35)}B` }],
    ['text behind 128', { extension: 'zpráva pro město'.padEnd(140) }, { message: 'zpráva pro město' }],
    ['control characters', { further: ['078a\u0000b\tc'] }, { message: 'a b c' }],
  ])('%s', async (_, movement, expected) => {
    const reading = await one(movement)
    expect(reading.entries[0]).toMatchObject(expected)
    expect(reading.warnings).toEqual([])
  })

  test.each<[string, object, object, string[]]>([
    [
      'anonymised counter account',
      { counter: '2600848022' },
      { counterAccount: '2600848022' },
      ['counter_account_checksum'],
    ],
    [
      'unreadable counter account',
      { counter: 'XXXX' },
      { counterAccount: '000000000000XXXX' },
      ['counter_account_unreadable'],
    ],
    ['a symbol of letters', { vs: 'A1' }, { variableSymbol: null }, ['symbol_unreadable']],
    ['no posting day', { date: '000000', valueDate: '310526' }, { date: '2026-05-31' }, ['date_substituted']],
    ['no day at all', { date: '000000' }, { date: '2026-06-02' }, ['date_substituted']],
    ['unknown record', { further: ['077something'] }, {}, ['record_unknown']],
    ['unknown currency', { currency: '0999' }, {}, ['currency_unknown']],
    ['too many further records', { further: Array.from({ length: 20 }, () => '078x') }, {}, ['text_cut']],
  ])('odd: %s', async (_, movement, expected, warnings) => {
    const reading = await one(movement)
    expect(reading.entries[0]).toMatchObject(expected)
    expect(reading.warnings).toEqual(warnings)
  })

  test.each([
    ['0203', 'CZK'],
    ['0978', 'EUR'],
    ['0840', 'USD'],
    ['1101', 'CZK'],
    ['1501', 'CZK'],
    ['    ', 'CZK'],
  ])('currency field %j is %s', async (currency, expected) => {
    const reading = await one({ currency })
    expect(reading.statements[0]?.head.currency).toBe(expected)
    expect(reading.statements[0]?.end.head.currency).toBe(expected)
    expect(reading.warnings).toEqual([])
  })

  test('internal order holds for the whole statement', async () => {
    const account = toInternalOrder(cityDigits)
    const movements = [
      { amountHal: 1, counter: toInternalOrder('0000000013825001') },
      { amountHal: 1, counter },
    ]
    const reading = await read(gpcFile([{ account, movements }]))
    expect(reading.entries.map(({ counterAccount }) => counterAccount)).toEqual([
      '13825001',
      '131-3021140217',
    ])
  })

  test('two currencies, another own account, a record without its movement', async () => {
    const [head = '', first = '', second = ''] = gpcRecordsOf({
      movements: [{ amountHal: 1 }, { amountHal: 1, currency: '0978' }],
    })
    const other = `075${'0000000000000019'}${first.slice(19)}`
    const reading = await read(encoded([head, '078lost', first, second, other]))
    expect(reading.warnings).toEqual([
      'orphan_record',
      'currency_differs',
      'account_differs',
      'turnover_differs',
      'unbalanced',
    ])
  })
})

test.each<[string, string[], (string | null)[]]>([
  ['078', ['078/VS1002000/SS/KS'], ['1002000', null, null]],
  ['079 in small letters', ['079/vs/1002000/ss/77/ks/0308'], ['1002000', '77', '308']],
  ['the second text of 078', [`078${'za psa'.padEnd(35)}/VS1002000/SS/KS`], ['1002000', null, null]],
  ['a text cut in two', ['078/SS/1234567890/KS/0308/VS/1234567890'], ['1234567890', '1234567890', '308']],
  ['076', [`076${''.padEnd(32)}/VS1002000/SS/KS`], ['1002000', null, null]],
  ['words', ['078VS:1015000'], [null, null, null]],
  // The first 35 characters end within the number.
  ['a number cut by a field', [`078${'/KS/0308/SS/1234567890/VS/1234567890 děkuji'}`], [null, null, null]],
])('the banks’ own form of symbols in %s', async (_where, further, symbols) => {
  const { entries } = await read(gpcFile([{ movements: [{ amountHal: 100, further }] }]))
  const [entry] = entries
  expect([entry?.variableSymbol, entry?.specificSymbol, entry?.constantSymbol]).toEqual(symbols)
})

test.each(['iso-8859-2', 'cp852'])('names in %s are read, with a warning', async (coding) => {
  const movements = [{ amountHal: 100, name: 'ŽIŽKOVÁ ŠÁRKA', further: ['078Šárka Ťuhýková, žádá'] }]
  const text = iconv.decode(gpcFile([{ name: 'MĚSTO ŽĎÁR', movements }]), 'windows-1250')
  const { entries, warnings } = await read(iconv.encode(text, coding))
  expect(entries[0]).toMatchObject({ name: 'ŽIŽKOVÁ ŠÁRKA', message: 'Šárka Ťuhýková, žádá' })
  expect(warnings).toEqual(['other_coding'])
})

test('a symbol in its field stands whatever the text says', async () => {
  const movement = { amountHal: 100, vs: '5', further: ['078/VS1002000/SS/77/KS'] }
  const { entries } = await read(gpcFile([{ movements: [movement] }]))
  expect(entries[0]).toMatchObject({ variableSymbol: '5', specificSymbol: null })
})

describe('refused', () => {
  const [head = '', item = ''] = gpcRecordsOf({ movements: [{ amountHal: 5 }] })
  const put = (record: string, from: number, text: string) =>
    record.slice(0, from - 1) + text + record.slice(from - 1 + text.length)
  test.each<[string, string[], string, RegExp]>([
    ['no header', [item], 'začátek souboru, řádek 1, pozice 1', /hlavičkou 074/],
    ['a short header', [head.slice(0, 100)], 'záznam 074 na řádku 1, pozice 101–114', /krátký/],
    ['own account', [put(head, 8, 'X')], 'záznam 074 na řádku 1, pozice 4–19', /účtu/],
    ['old balance', [put(head, 50, 'X')], 'záznam 074 na řádku 1, pozice 46–59', /částka/],
    ['sign', [put(head, 75, '?')], 'záznam 074 na řádku 1, pozice 75', /znaménko/],
    ['accounting date', [put(head, 109, '310226')], 'záznam 074 na řádku 1, pozice 109–114', /datum/],
    ['turnover', [put(head, 95, '-')], 'záznam 074 na řádku 1, pozice 91–104', /částka/],
    ['a short item', [head, item.slice(0, 127)], 'záznam 075 na řádku 2, pozice 128', /krátký/],
    ['amount', [head, item, put(item, 55, ',')], 'záznam 075 na řádku 3, pozice 49–60', /částka/],
    ['posting code', [head, '', put(item, 61, '6')], 'záznam 075 na řádku 3, pozice 61', /směr/],
    ['date', [head, put(item, 123, '320126')], 'záznam 075 na řádku 2, pozice 123–128', /datum/],
    ['a torn record', [head, item, item.slice(60)], 'řádek 3, pozice 1–3', /druhem/],
    ['no line ends', [head + item.repeat(40)], 'řádek 1, pozice 4097', /konec/],
    [
      'no day anywhere',
      [put(head, 109, '000000'), put(item, 123, '000000')],
      'záznam 075 na řádku 2, pozice 123–128',
      /den/,
    ],
  ])('%s', async (_, records, place, reason) => {
    const refused = await refusal(encoded(records))
    expect(refused.place).toBe(place)
    expect(refused.reason).toMatch(reason)
  })
})
