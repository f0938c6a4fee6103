import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type ClaimView, remainingHal } from '#lib/assessment/rules'
import { addDays, isoDate } from '#lib/core/dates'
import { sumHal } from '#lib/core/money'
import type { TransferTarget } from '#lib/fee/transfer-targets.queries'
import { crowns } from '#tests/fixtures/crowns'
import { planTransfers, transferMessage, transferTiming } from './transfer.rules.ts'

const account: TransferTarget = {
  accountNumber: '19-2000145399/0800',
  iban: 'CZ6508000000192000145399',
  constantSymbol: '1318',
}
const otherAccount: TransferTarget = {
  accountNumber: '131-3021140217/0100',
  iban: 'CZ6001000001313021140217',
  constantSymbol: null,
}
const targets = new Map([
  ['odpad', account],
  ['pes', account],
  ['najem', otherAccount],
])
const facts = { targets, today: isoDate('2026-05-20'), transferWorkingDays: 2 }

let number = 0
const claim = (more: Partial<ClaimView> = {}): ClaimView => ({
  assessmentId: `c${++number}`,
  externalId: 'O-1',
  accountId: 1,
  payerId: 'p1',
  payerName: 'Jana Zkušební',
  isForAnother: false,
  feeKindCode: 'odpad',
  feeKindName: 'Komunální odpad',
  regime: 'local_fee',
  period: '2026',
  component: 'principal',
  dueOn: isoDate('2026-05-31'),
  lastDay: isoDate('2026-06-01'),
  legalState: 'expected',
  variableSymbol: '1001',
  specificSymbol: null,
  assessedHal: crowns(900),
  paidHal: 0n,
  paymentsKnownUntil: null,
  dayIsProvisional: false,
  isChargedBack: false,
  ...more,
})

describe('one transfer for each payer, account and symbols', () => {
  const shared = claim()
  test.each<[string, Partial<ClaimView>, number]>([
    ['the same payer and symbols, another year', { period: '2025' }, 1],
    ['an accessory with the symbol of its fee', { component: 'increase' }, 1],
    ['another kind with the same account and symbols', { feeKindCode: 'pes' }, 1],
    ['another payer with the same symbol', { payerId: 'p2', isForAnother: true }, 2],
    ['another variable symbol', { variableSymbol: '1002' }, 2],
    ['a specific symbol', { specificSymbol: '12' }, 2],
    ['another account', { feeKindCode: 'najem' }, 2],
  ])('%s', (_name, difference, count) => {
    const { transfers, cardOnly } = planTransfers([shared, claim(difference)], facts)
    expect(transfers).toHaveLength(count)
    expect(cardOnly).toEqual([])
    expect(sumHal(transfers.map((transfer) => transfer.amountHal))).toBe(crowns(1800))
  })

  test('only what remains is asked for, under the data the person sees', () => {
    const { transfers } = planTransfers(
      [claim({ paidHal: crowns(660) }), claim({ period: '2025', specificSymbol: null })],
      facts,
    )
    expect(transfers[0]).toMatchObject({
      ...account,
      payerName: 'Jana Zkušební',
      amountHal: crowns(1140),
      variableSymbol: '1001',
      specificSymbol: null,
      message: 'KOMUNALNI ODPAD 2026 2025',
      spayd:
        'SPD*1.0*ACC:CZ6508000000192000145399*AM:1140.00*CC:CZK*X-VS:1001*X-KS:1318*MSG:KOMUNALNI ODPAD 2026 2025',
      timing: { kind: 'in_time', sendBy: '2026-05-28' },
    })
  })

  test('a sum no QR can carry keeps its data and has no QR', () => {
    const { transfers } = planTransfers([claim({ assessedHal: 1_000_000_000n })], facts)
    expect(transfers[0]).toMatchObject({ amountHal: 1_000_000_000n, spayd: null, variableSymbol: '1001' })
  })
})

describe('what only a card can pay, and why', () => {
  const designated = { regime: 'designated_amount', lastDay: isoDate('2026-05-21') } as const
  test.each<[string, Partial<ClaimView>, string | null]>([
    ['no variable symbol', { variableSymbol: null }, 'no_symbol'],
    ['no account valid today', { feeKindCode: 'pokuta' }, 'no_account'],
    ['a designated amount a day before its day', designated, 'too_late'],
    ['a designated amount with enough days left', { ...designated, lastDay: isoDate('2026-05-22') }, null],
    ['a local fee a day before its day', { lastDay: isoDate('2026-05-21') }, null],
  ])('%s', (_name, difference, reason) => {
    const asked = claim(difference)
    const { transfers, cardOnly } = planTransfers([asked], facts)
    expect(cardOnly).toEqual(reason ? [{ claim: asked, reason }] : [])
    expect(transfers).toHaveLength(reason ? 0 : 1)
  })
})

describe('whether a transfer comes in time (§ 166)', () => {
  test.each([
    ['2026-05-20', ['2026-06-01'], 2, { kind: 'in_time', sendBy: '2026-05-28' }],
    ['2026-05-28', ['2026-06-01'], 2, { kind: 'in_time', sendBy: '2026-05-28' }],
    ['2026-05-29', ['2026-06-01'], 2, { kind: 'short', lastDay: '2026-06-01' }],
    ['2026-06-01', ['2026-06-01'], 2, { kind: 'short', lastDay: '2026-06-01' }],
    ['2026-06-01', ['2026-06-01'], 0, { kind: 'in_time', sendBy: '2026-06-01' }],
    ['2026-06-02', ['2026-06-01'], 2, { kind: 'overdue', isPartly: false }],
    ['2026-05-20', ['2025-06-02', '2026-06-01'], 2, { kind: 'overdue', isPartly: true }],
    ['2026-05-29', ['2025-06-02', '2026-06-01'], 2, { kind: 'short', lastDay: '2026-06-01' }],
    ['2026-05-20', ['2026-06-30', '2026-05-21'], 2, { kind: 'short', lastDay: '2026-05-21' }],
    // Good Friday and Easter Monday are no working days.
    ['2026-04-01', ['2026-04-07'], 2, { kind: 'in_time', sendBy: '2026-04-01' }],
    ['2026-04-02', ['2026-04-07'], 2, { kind: 'short', lastDay: '2026-04-07' }],
  ])('on %s, last days %j, %i working days', (today, lastDays, transferWorkingDays, expected) => {
    const claims = lastDays.map((day) => ({ lastDay: isoDate(day) }))
    expect(transferTiming(claims, { today: isoDate(today), transferWorkingDays })).toEqual(expected)
  })
})

describe('the message', () => {
  const of = (...labels: [string, string][]) =>
    transferMessage(labels.map(([feeKindName, period]) => ({ feeKindName, period })))
  test.each([
    [of(['Komunální odpad', '2026']), 'KOMUNALNI ODPAD 2026'],
    [of(['Komunální odpad', '2026'], ['Komunální odpad', '2026']), 'KOMUNALNI ODPAD 2026'],
    [of(['Poplatek ze psů', '2025'], ['Poplatek ze psů', '2026']), 'POPLATEK ZE PSU 2025 2026'],
    [of(['Odpad', '2026'], ['Psi', '2026']), 'ODPAD 2026 - PSI 2026'],
    [of(['Nájem (byt, garáž)', '1. pololetí 2026']), 'NAJEM BYT GARAZ 1. POLOLETI 2026'],
    [of(['50 % * sleva', '2026']), '50 SLEVA 2026'],
    [of(['Сміття', '']), ''],
    [of(['a'.repeat(80), '2026']), 'A'.repeat(60)],
    [of(['b'.repeat(55), '2026'], ['Psi', '2026']), `${'B'.repeat(55)} 2026`],
  ])('%j', (message, expected) => {
    expect(message).toBe(expected)
  })

  test('stands in the QR unchanged, whatever the names', () => {
    const label = fc.record({ feeKindName: fc.string({ unit: 'binary' }), period: fc.string() })
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
        const [transfer] = planTransfers(labels.map(claim), facts).transfers
        const carried = transfer?.spayd?.split('*MSG:')[1] ?? ''
        expect(carried).toBe(transfer?.message)
        // Only the alphanumeric set, which keeps the code small.
        expect(transfer?.spayd).toMatch(/^[0-9A-Z $%*+\-./:]+$/)
      }),
    )
  })
})

test('no haléř and no claim is lost or doubled, and each QR says what stands beside it', () => {
  const anyClaim = fc.record({
    payerId: fc.constantFrom('p1', 'p2'),
    feeKindCode: fc.constantFrom('odpad', 'pes', 'najem', 'pokuta'),
    regime: fc.constantFrom<ClaimView['regime']>('local_fee', 'designated_amount', 'civil'),
    variableSymbol: fc.constantFrom('1001', '20020', '1234567890', null),
    specificSymbol: fc.constantFrom('12', null),
    assessedHal: fc.bigInt(2n, 99_999_999n),
    lastDay: fc.integer({ min: -40, max: 40 }).map((days) => addDays(facts.today, days)),
  })
  fc.assert(
    fc.property(fc.array(anyClaim, { maxLength: 8 }), (some) => {
      const claims = some.map((more) => claim({ ...more, paidHal: more.assessedHal / 2n }))
      const { transfers, cardOnly } = planTransfers(claims, facts)
      const placed = [
        ...transfers.flatMap((transfer) => transfer.claims),
        ...cardOnly.map((one) => one.claim),
      ]
      expect(placed.map((one) => one.assessmentId).toSorted()).toEqual(
        claims.map((one) => one.assessmentId).toSorted(),
      )
      const askedHal = sumHal(transfers.map((transfer) => transfer.amountHal))
      const cardHal = sumHal(cardOnly.map((one) => remainingHal(one.claim)))
      expect(askedHal + cardHal).toBe(sumHal(claims.map(remainingHal)))
      for (const transfer of transfers) {
        expect(new Set(transfer.claims.map((one) => one.payerId)).size).toBe(1)
        const [, , ...attributes] = (transfer.spayd ?? '').split('*')
        const read = Object.fromEntries(attributes.map((attribute) => attribute.split(/:(.*)/)))
        expect(BigInt(read.AM.replace('.', ''))).toBe(transfer.amountHal)
        expect([read.ACC, read.CC, read['X-VS'], read['X-SS'] ?? null, read['X-KS'] ?? null]).toEqual([
          transfer.iban,
          'CZK',
          transfer.variableSymbol,
          transfer.specificSymbol,
          transfer.constantSymbol,
        ])
      }
    }),
  )
})
