import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { readSettlementFile } from './settlement.ts'

const file = (
  details: readonly string[],
  sum: string,
  more: { currency?: string; end?: string; sumRecord?: string } = {},
) =>
  [
    '00"20260522"123456"m"123450001"00001',
    '98"Město"Ulice 1"Město"100 00',
    `61"${more.currency ?? 'CZK'}`,
    '51"Datum zpracování"Číslo sumáře"Druh karty"Požadovaná částka"Poplatky"Částka k úhradě',
    '02"22.05.2026"0260522"MC Consumer Credit"1.00"-0.00"1.00',
    `81"22.05.2026"1.00"-0.00"${sum}`,
    more.sumRecord ?? `83"0121041600"${sum}`,
    '51"Číslo pokladny"Číslo sumáře"Datum transakce"Ref.číslo"Autorizační kód"Částka v Kč"Poplatky v Kč"Částka k úhradě"Druh karty"OrderRef1"OrderRef2',
    ...details,
    ...(more.end === undefined ? ['99"00012'] : more.end === '' ? [] : [more.end]),
  ].join('\r\n')
const payment =
  '24"252017"0260522"20.05.2026"182824"995584"900.00"-4.27"895.73"MC Consumer Credit"0000002600000001'
const refund =
  '24"252017"0260522"21.05.2026"182798/001"909889"-300.00"0.29"-299.71"MC Consumer Debit"0000002600000002"2600000002'
const read = (text: string) => readSettlementFile(Buffer.from(text))

test('payments and refunds over the internet with their fees', () => {
  const whole = {
    ok: true,
    value: {
      transfers: [
        {
          key: '123450001:20260522:00001',
          transferredOn: '2026-05-22',
          variableSymbol: '121041600',
          amountHal: 59_602n,
          rows: [
            {
              kind: 'payment',
              gatewayPaymentId: '2600000001',
              reference: '2600000001',
              grossHal: 90_000n,
              feeHal: 427n,
              netHal: 89_573n,
              feeAgrees: true,
              orderedOn: '2026-05-20',
            },
            {
              kind: 'refund',
              gatewayPaymentId: '2600000002',
              reference: '2600000002',
              grossHal: -30_000n,
              feeHal: -29n,
              netHal: -29_971n,
              feeAgrees: true,
              orderedOn: '2026-05-21',
            },
          ],
        },
      ],
      warnings: [],
    },
  }
  expect(read(file([payment, refund], '596.02'))).toEqual(whole)
  expect(readSettlementFile(iconv.encode(file([payment, refund], '596.02'), 'iso88592'))).toEqual(whole)
})

test('a fee that does not make the difference is told', () => {
  const odd = payment.replace('-4.27', '-4.26')
  const got = read(file([odd], '895.73'))
  expect(got.ok && got.value.transfers[0]?.rows[0]?.feeAgrees).toBe(false)
})

test.each<[string, string, RegExp, RegExp]>([
  ['cut', file([payment], '895.73', { end: '' }), /konec souboru/, /99/],
  ['with another sum', file([payment], '895.74'), /řádek 7/, /895,73.*895,74/],
  ['without its sum', file([payment], '1.00', { sumRecord: '98"' }), /konec/, /83/],
  ['in euro', file([payment], '895.73', { currency: 'EUR' }), /řádek 3/, /EUR/],
  ['with a short record', file(['24"252017"0260522"20.05.2026'], '1.00'), /řádek 9/, /má jich 3/],
  [
    'with an odd amount',
    file([payment.replace('900.00', '9OO.00')], '895.73'),
    /řádek 9, sloupec „částka“/,
    /není částka/,
  ],
  [
    'with an odd day',
    file([payment.replace('20.05.2026', '32.05.2026')], '895.73'),
    /řádek 9, sloupec „datum“/,
    /není den/,
  ],
  ['with a record that has no number', file([payment, 'xx"1'], '895.73'), /řádek 10/, /číslicemi/],
  ['without its head', file([payment], '895.73').slice(3), /řádek 1/, /číslicemi|00/],
  ['empty', '', /řádek 1/, /00/],
])('a file %s is refused with its place', (_, text, place, reason) => {
  expect(read(text)).toMatchObject({
    ok: false,
    error: { place: expect.stringMatching(place), reason: expect.stringMatching(reason) },
  })
})
