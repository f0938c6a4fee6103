import iconv from 'iconv-lite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addDays, isoDate, pragueDate } from '#lib/core/dates'
import { startSandboxComgate } from '#sandbox/comgate/start-sandbox'
import { comgateAt } from './adapter.ts'
import { readSettlementFile, readTransferRows } from './settlement.ts'

const columns =
  'Merchant;Datum založení;Datum zaplacení;Datum převodu;Měsíc fakturace;ID ComGate;Metoda;Produkt;Popis;E-mail plátce;Variabilní symbol platby;Variabilní symbol převodu;ID od klienta;Měna;Potvrzená částka;Převedená částka;Poplatek celkem;Poplatek mezibankovní;Poplatek asociace;Poplatek zpracovatel;Typ karty'.split(
    ';',
  )
type Cells = Partial<Record<string, string>>
const card: Cells = {
  Merchant: '123456',
  'Datum zaplacení': '2026-05-20 23:59:58',
  'Datum převodu': '2026-05-22',
  'ID ComGate': 'AB12-CD34-EF56',
  Popis: 'Poplatky města',
  'Variabilní symbol převodu': '86616655',
  'ID od klienta': '2600000001',
  Měna: 'CZK',
  'Potvrzená částka': '129,00',
  'Převedená částka': '127,46',
  'Poplatek celkem': '1,54',
  'Poplatek mezibankovní': '0,26',
  'Poplatek asociace': '0,77',
  'Poplatek zpracovatel': '0,51',
}
const dear: Cells = {
  ...card,
  'ID ComGate': 'AB12-CD34-EF57',
  'ID od klienta': '2600000002',
  'Potvrzená částka': '900,00',
  'Převedená částka': '894,48',
  'Poplatek celkem': '5,52',
  'Poplatek mezibankovní': '1,49',
  'Poplatek asociace': '5,21',
  'Poplatek zpracovatel': '-1,18',
}
const sumOf = (confirmed: string, sent: string, fee: string): Cells => ({
  Merchant: '-',
  Popis: 'suma',
  'Potvrzená částka': confirmed,
  'Převedená částka': sent,
  'Poplatek celkem': fee,
})
const both = sumOf('1029,00', '1021,94', '7,06')
const text = (rows: readonly Cells[], head: readonly string[] = columns) =>
  [head, ...rows.map((row) => head.map((name) => row[name] ?? ''))]
    .map((cells) => cells.map((cell) => `"${cell}"`).join(';'))
    .join('\n')
const read = (written: string) => readSettlementFile(Buffer.from(written))

describe('the daily file', () => {
  test('payments gross, their fee with a part below zero, the day of the order', () => {
    const whole = {
      ok: true,
      value: {
        transfers: [
          {
            key: '2026-05-22:86616655',
            transferredOn: '2026-05-22',
            variableSymbol: '86616655',
            amountHal: 102_194n,
            rows: [
              {
                kind: 'payment',
                gatewayPaymentId: 'AB12-CD34-EF56',
                reference: '2600000001',
                grossHal: 12_900n,
                feeHal: 154n,
                netHal: 12_746n,
                feeAgrees: true,
                orderedOn: '2026-05-20',
              },
              { feeHal: 552n, netHal: 89_448n, feeAgrees: true },
            ],
          },
        ],
        warnings: [],
      },
    }
    const written = text([card, dear, both])
    expect(read(written)).toMatchObject(whole)
    expect(read(`\ufeff${written}\n\n\n`)).toMatchObject(whole)
    expect(read(text([card, dear, both], columns.toReversed()))).toMatchObject(whole)
    expect(readSettlementFile(iconv.encode(written, 'win1250'))).toEqual(read(written))
  })

  test('money going back, a monthly fee, a fee whose parts are not the whole', () => {
    const refund = {
      ...card,
      'Potvrzená částka': '-129,00',
      'Převedená částka': '-129,00',
      'Poplatek celkem': '0,00',
    }
    const monthly = {
      ...card,
      'ID ComGate': '',
      'ID od klienta': '',
      'Potvrzená částka': '0,00',
      'Převedená částka': '-190,00',
      'Poplatek celkem': '190,00',
    }
    const parts = { 'Poplatek mezibankovní': '', 'Poplatek asociace': '', 'Poplatek zpracovatel': '' }
    const rows = [
      { ...refund, ...parts },
      { ...monthly, ...parts },
      { ...card, 'Poplatek asociace': '0,78' },
    ]
    const got = read(text([...rows, sumOf('0,00', '-191,54', '191,54')]))
    expect(got.ok && got.value.transfers[0]?.rows).toMatchObject([
      { kind: 'refund', grossHal: -12_900n, feeAgrees: true },
      { kind: 'fee', grossHal: 0n, feeHal: 19_000n, netHal: -19_000n, gatewayPaymentId: null },
      { kind: 'payment', feeAgrees: false },
    ])
  })

  const without = (name: string) => columns.filter((column) => column !== name)
  test.each<[string, string, RegExp, RegExp]>([
    ['cut', text([card, dear]), /konec souboru/, /není celý/],
    ['with another sum', text([card, both]), /řádek 3, sloupec „potvrzena castka“/, /129,00.*1029,00/],
    ['without a column', text([card], without('Datum převodu')), /řádek 1/, /datum prevodu/],
    [
      'with an odd amount',
      text([{ ...card, 'Potvrzená částka': '1.290,00' }, both]),
      /řádek 2, sloupec „potvrzena castka“/,
      /není částka/,
    ],
    [
      'with an empty amount',
      text([{ ...card, 'Poplatek celkem': '' }, sumOf('129,00', '127,46', '1,54')]),
      /řádek 2/,
      /není částka/,
    ],
    [
      'with an odd day',
      text([{ ...card, 'Datum převodu': '2026-02-30' }, sumOf('129,00', '127,46', '1,54')]),
      /řádek 2, sloupec „datum prevodu“/,
      /není den/,
    ],
    ['in euro', text([{ ...card, Měna: 'EUR' }, sumOf('129,00', '127,46', '1,54')]), /řádek 2/, /měna EUR/],
    [
      'without a symbol',
      text([{ ...card, 'Variabilní symbol převodu': '' }, sumOf('129,00', '127,46', '1,54')]),
      /řádek 2/,
      /variabilní symbol/,
    ],
    ['with a cell too many', `${text([card])};"x"`, /řádek 2/, /má mít 21 sloupců, má jich 22/],
    [
      'with a cell too many behind a blank line',
      `${text([card]).replace(/\r?\n/, '\r\n\r\n')};"x"`,
      /řádek 3/,
      /jich 22/,
    ],
    ['with an open quotation mark', `${text([card])}\n"abc`, /řádek/, /uvozovky/],
    ['empty', '', /řádek 1/, /chybí sloupec/],
    ['binary', 'PK\u0003\u0004\0\0', /začátek/, /není text/],
  ])('%s is refused with its place', (_, written, place, reason) => {
    expect(read(written)).toMatchObject({
      ok: false,
      error: { place: expect.stringMatching(place), reason: expect.stringMatching(reason) },
    })
  })
})

describe('rows as the gateway answers them', () => {
  const row = (type: string, gross: string, more: object = {}) => ({
    typ: type,
    'Datum prevodu': '2026-05-22',
    'ID Comgate': 'AB12-CD34-EF56',
    'Variabilni symbol prevodu': '86616655',
    'ID od klienta': '2600000001',
    Mena: 'CZK',
    'Potvrzena castka': gross,
    'Prevedena castka': gross,
    'Poplatek celkem': '0.00',
    ...more,
  })

  test.each([
    ['a payment', row('1', '129.00'), { kind: 'payment', grossHal: 12_900n, orderedOn: null }],
    ['a refund', row('2', '-129.00'), { kind: 'refund', grossHal: -12_900n }],
    [
      'a monthly fee',
      row('3', '-190.00', { 'ID Comgate': '' }),
      { kind: 'fee', grossHal: 0n, feeHal: 19_000n },
    ],
    ['a chargeback', row('4', '-129.00'), { kind: 'chargeback', grossHal: -12_900n }],
    ['one won', row('4', '129.00'), { kind: 'chargeback_won', grossHal: 12_900n }],
    [
      'another fee',
      row('4', '0.00', { 'Prevedena castka': '-50.00', 'Poplatek celkem': '50.00' }),
      { kind: 'fee', feeHal: 5_000n },
    ],
    ['a correction by hand', row('4', '-50.00', { 'ID Comgate': '' }), { kind: 'other', grossHal: -5_000n }],
  ])('%s', (_, told, expected) => {
    expect(readTransferRows([told])[0]?.rows).toMatchObject([expected])
  })

  test('another sum is refused', () => {
    expect(() => readTransferRows([row('1', '129.00'), row('5', '130.00')])).toThrow(/130,00/)
  })
})

describe.each(['2.0', '1.0'] as const)('asked by protocol %s', (api) => {
  const shop = { merchant: '123456', secret: 'tajne/heslo+obchodu 7f3a' }
  const nowhere = 'http://127.0.0.1:9/'
  let sandbox: Awaited<ReturnType<typeof startSandboxComgate>>
  beforeAll(async () => {
    sandbox = await startSandboxComgate({ port: 0, ...shop, pushUrl: nowhere, returnUrl: nowhere })
  })
  afterAll(() => sandbox.close())
  const gateway = (url = sandbox.url) => comgateAt({ url, ...shop, isTest: true, api, timeoutMs: 5000 })
  const today = pragueDate(new Date())

  test('tells what left on a day, by the file as by the call', async () => {
    const created = await gateway().create({
      reference: '2600000077',
      amountHal: 90_000n,
      label: 'Poplatky města',
      contactEmail: 'urad@example.cz',
      returnUrls: { paid: nowhere, cancelled: nowhere, pending: nowhere },
      expiresInMinutes: 60,
      allowBankButtons: true,
    })
    if (created.kind !== 'created') throw new Error(created.reason)
    await fetch(`${sandbox.url}/sandbox/payments/${created.gatewayPaymentId}/pay`, { method: 'POST' })
    await gateway().refund?.({
      gatewayPaymentId: created.gatewayPaymentId,
      reference: '2700000001',
      amountHal: 10_000n,
      paidHal: 90_000n,
    })
    expect(await gateway().settlements?.(today)).toEqual({ kind: 'known', transfers: [] })
    const told = await gateway().settlements?.(addDays(today, 1))
    expect(told).toMatchObject({
      kind: 'known',
      transfers: [
        {
          transferredOn: addDays(today, 1),
          amountHal: 79_100n,
          rows: [
            {
              kind: 'payment',
              reference: '2600000077',
              grossHal: 90_000n,
              feeHal: 900n,
              feeAgrees: true,
              orderedOn: today,
            },
            { kind: 'refund', grossHal: -10_000n, feeHal: 0n },
          ],
        },
      ],
    })
    const id = told?.kind === 'known' ? told.transfers[0]?.variableSymbol : null
    const body = new URLSearchParams({ ...shop, transferId: id ?? '', test: 'true' })
    const reply = await fetch(`${sandbox.url}/v1.0/csvSingleTransfer`, { method: 'POST', body })
    const { csv } = (await reply.json()) as { csv: string }
    const file = readSettlementFile(Buffer.from(csv, 'base64'))
    expect(file.ok && file.value.transfers).toEqual(told?.kind === 'known' ? told.transfers : [])
  })

  test('silence and refusals are no settlement', async () => {
    expect(await gateway(nowhere).settlements?.(today)).toMatchObject({ kind: 'unanswered' })
    const stranger = comgateAt({ url: sandbox.url, ...shop, secret: 'x', isTest: true, api, timeoutMs: 5000 })
    expect(await stranger.settlements?.(isoDate('2026-05-22'))).toMatchObject({ kind: 'unanswered' })
  })
})
