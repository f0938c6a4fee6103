import { describe, expect, test } from 'vitest'
import type { Regime } from '#lib/ledger/allocation.rules'
import { crowns } from '#tests/fixtures/crowns'
import {
  mustWait,
  needsFourEyes,
  type RefundFacts,
  type RefundGround,
  type RefundWish,
  refundGrounds,
  refundProblem,
} from './rules.ts'

const facts = (changes: Partial<RefundFacts> = {}): RefundFacts => ({
  regime: 'local_fee',
  creditHal: crowns(900),
  isStopped: false,
  hasStrayMovement: false,
  isEntitledThePayer: true,
  hasArrears: false,
  attempt: { isPaid: true, isForAccount: true, isPaidByEntitled: true, remainsHal: crowns(900) },
  ...changes,
})
const wish = (changes: Partial<RefundWish> = {}): RefundWish => ({
  ground: 'credit',
  way: 'gateway',
  amountHal: crowns(900),
  isExceptional: false,
  ...changes,
})

describe('which claims a ground is for', () => {
  const table: Record<RefundGround, Regime[]> = {
    credit: ['local_fee', 'fine'],
    third_person_mistake: ['local_fee', 'fine', 'designated_amount', 'admin_fee'],
    posted_twice: ['local_fee', 'fine', 'designated_amount', 'admin_fee'],
    returned_designated: ['designated_amount'],
    admin_fee: ['admin_fee'],
    civil: ['civil'],
  }
  const regimes: Regime[] = ['local_fee', 'fine', 'designated_amount', 'admin_fee', 'civil']
  test.each(refundGrounds.flatMap((ground) => regimes.map((regime) => [ground, regime] as const)))(
    '%s of %s',
    (ground, regime) => {
      const expected = table[ground].includes(regime) ? null : 'wrong_ground'
      expect(refundProblem(wish({ ground, way: 'bank_account' }), facts({ regime }))).toBe(expected)
    },
  )
})

const attempt = (changes: object) => ({
  attempt: { isPaid: true, isForAccount: true, isPaidByEntitled: true, remainsHal: crowns(900), ...changes },
})

test.each<[string, Partial<RefundWish>, Partial<RefundFacts>, string | null]>([
  ['all is well', {}, {}, null],
  ['somebody else asks by § 155', {}, { isEntitledThePayer: false }, 'not_entitled'],
  ['a third person by § 165', { ground: 'third_person_mistake' }, { isEntitledThePayer: false }, null],
  ['whose arrears go first', { ground: 'third_person_mistake' }, { hasArrears: true }, 'has_arrears'],
  ['arrears and what was posted twice', { ground: 'posted_twice' }, { hasArrears: true }, null],
  ['insolvency', {}, { isStopped: true }, 'stopped'],
  ['above the credit', { amountHal: crowns(900) + 1n }, {}, 'above_credit'],
  ['rent by card', { ground: 'civil' }, { regime: 'civil' }, 'gateway_not_allowed'],
  ['no such payment', {}, { attempt: null }, 'not_paid'],
  ['a payment not paid', {}, attempt({ isPaid: false }), 'not_paid'],
  ['a payment of other accounts', {}, attempt({ isForAccount: false }), 'not_their_card'],
  ['a payment by somebody else', {}, attempt({ isPaidByEntitled: false }), 'not_their_card'],
  ['above what remains of it', {}, attempt({ remainsHal: crowns(900) - 1n }), 'above_payment'],
  ['to an account no payment matters', { way: 'bank_account' }, { attempt: null }, null],
])('%s', (_name, wished, found, expected) => {
  expect(refundProblem(wish(wished), facts(found))).toBe(expected)
})

test.each([
  ['credit', 19_999n, false, true],
  ['credit', 20_000n, false, false],
  ['credit', 100n, true, false],
  ['posted_twice', 100n, false, false],
] as const)(
  '%s with the overpayment %s, exceptional %s: waits %s',
  (ground, creditHal, isExceptional, expected) => {
    expect(mustWait({ ground, isExceptional }, creditHal)).toBe(expected)
  },
)

test('the limit itself needs one officer, a haléř above it two', () => {
  expect([needsFourEyes(500_000n, 500_000n), needsFourEyes(500_001n, 500_000n)]).toEqual([false, true])
})
