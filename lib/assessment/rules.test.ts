import { expect, test } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { type ClaimView, markAmong } from './rules.ts'

let number = 0
const dog = (facts: Partial<ClaimView> = {}): ClaimView => {
  number++
  return {
    assessmentId: `c${number}`,
    externalId: `P${number}`,
    accountId: 1,
    payerId: 'p1',
    payerName: 'Jana Zkušební',
    isForAnother: false,
    feeKindCode: 'pes',
    feeKindName: 'Poplatek ze psů',
    regime: 'local_fee',
    period: '2027',
    component: 'principal',
    dueOn: isoDate('2027-03-31'),
    lastDay: isoDate('2027-03-31'),
    legalState: 'expected',
    variableSymbol: '2001',
    specificSymbol: null,
    assessedHal: 60000n,
    paidHal: 0n,
    paymentsKnownUntil: null,
    dayIsProvisional: false,
    isChargedBack: false,
    ...facts,
  }
}

test.each([
  ['another symbol', {}, { variableSymbol: '2002' }, { kind: 'variableSymbol', value: '2001' }],
  [
    'another specific symbol',
    { specificSymbol: '1' },
    { specificSymbol: '2' },
    { kind: 'specificSymbol', value: '1' },
  ],
  ['the same symbols', { externalId: 'P-A' }, {}, { kind: 'externalId', value: 'P-A' }],
  ['no symbol', { externalId: 'P-A' }, { variableSymbol: null }, { kind: 'externalId', value: 'P-A' }],
  ['another year', {}, { period: '2026' }, null],
  ['another payer', {}, { payerId: 'p2' }, null],
  ['another component', {}, { component: 'increase' }, null],
] satisfies [string, Partial<ClaimView>, Partial<ClaimView>, ReturnType<typeof markAmong>][])(
  'beside a claim of %s it is told apart by %#',
  (_what, own, other, mark) => {
    const claim = dog(own)
    expect(markAmong(claim, [claim, dog(other)])).toEqual(mark)
  },
)
