import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { readSettlementFile } from './settlement.ts'

type Movement = [id: string, type: string, order: string, crowns: number, origin?: string]
const head =
  '"ID pohybu";"Datum";"Typ";"Protistrana";"ID objednávky/VS";"Částka";"Počáteční stav";"Koncový stav";"Měna";"ID Referenčního pohybu"'
const comma = (crowns: number) => crowns.toFixed(2).replace('.', ',')

/** The statement with these movements over an account that held so many crowns. */
function statement(movements: readonly Movement[], opening = 0): string {
  let balance = opening
  const lines = movements.map(([id, type, order, crowns, origin = '']) => {
    const before = balance
    balance += crowns
    return `"${id}";"2026-05-2${id.slice(-1)} 10:19:49";"${type}";"444444******4448";"${order}";${comma(crowns)};${comma(before)};${comma(balance)};"CZK";"${origin}"`
  })
  return [head, ...lines].join('\n')
}
const read = (text: string) => readSettlementFile(Buffer.from(text))

const month: Movement[] = [
  ['80000001', 'Platba na E-shop', '2600000001', 900],
  ['80000002', 'Poplatek za platbu', '', -9, '80000001'],
  ['80000003', 'Refundace platby', '2600000002', -300],
  ['80000004', 'Poplatek za vedení účtu', '', -50],
  ['80000005', 'Vyúčtování', '7700001', -541],
  ['80000006', 'Platba na E-shop', '2600000003', 100],
]

describe('the statement of the account', () => {
  test('movements belong to the payout that follows them; fees to their movement', () => {
    const got = read(statement(month))
    expect(got).toEqual({
      ok: true,
      value: {
        transfers: [
          {
            key: '80000005',
            transferredOn: '2026-05-25',
            variableSymbol: '7700001',
            amountHal: 54_100n,
            rows: [
              {
                kind: 'payment',
                gatewayPaymentId: null,
                reference: '2600000001',
                grossHal: 90_000n,
                feeHal: 900n,
                netHal: 89_100n,
                feeAgrees: true,
                orderedOn: '2026-05-21',
              },
              {
                kind: 'refund',
                gatewayPaymentId: null,
                reference: '2600000002',
                grossHal: -30_000n,
                feeHal: 0n,
                netHal: -30_000n,
                feeAgrees: true,
                orderedOn: '2026-05-23',
              },
              {
                kind: 'fee',
                gatewayPaymentId: null,
                reference: null,
                grossHal: 0n,
                feeHal: 5_000n,
                netHal: -5_000n,
                feeAgrees: true,
                orderedOn: null,
              },
            ],
          },
        ],
        warnings: ['Pohyby po poslední výplatě (1) počkají na další výpis.'],
      },
    })
    expect(readSettlementFile(iconv.encode(statement(month), 'win1250'))).toEqual(got)
  })

  test('what began before the statement is left to an earlier one', () => {
    const got = read(statement(month, 10))
    expect(got.ok && got.value.transfers).toEqual([])
    expect(got.ok && got.value.warnings[0]).toMatch(/80000005 nejsou celé/)
  })

  test.each<[string, string, RegExp, RegExp]>([
    ['with a line missing', statement(month).split('\n').toSpliced(3, 1).join('\n'), /řádek 4/, /nenavazuje/],
    ['with a line twice', statement(month).replace(/(\n"80000003.*)/, '$1$1'), /řádek 5/, /nenavazuje/],
    [
      'with another amount',
      statement(month).replace(';900,00;0,00;', ';901,00;0,00;'),
      /řádek 2/,
      /nedávají koncový stav/,
    ],
    ['in euro', statement(month).replace('"CZK"', '"EUR"'), /řádek 2/, /EUR/],
    ['without a column', statement(month).replace('"Typ"', '"Druh"'), /řádek 1/, /„typ“/],
    ['with an odd amount', statement(month).replace(';900,00;0,00;', ';;0,00;'), /řádek 2/, /není částka/],
  ])('%s is refused with its place', (_, text, place, reason) => {
    expect(read(text)).toMatchObject({
      ok: false,
      error: { place: expect.stringMatching(place), reason: expect.stringMatching(reason) },
    })
  })
})
