import { describe, expect, test } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { crowns } from '#tests/fixtures/crowns'
import type { ClaimView } from './rules.ts'
import { standing } from './standing.rules.ts'

const today = isoDate('2026-05-20')
let number = 0
const claim = (facts: Partial<ClaimView> & { assessed?: number; paid?: number } = {}): ClaimView => {
  const { assessed = 900, paid = 0, ...more } = facts
  number++
  return {
    assessmentId: `c${number}`,
    externalId: `O-${number}`,
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
    assessedHal: crowns(assessed),
    paidHal: crowns(paid),
    paymentsKnownUntil: isoDate('2026-05-19'),
    dayIsProvisional: false,
    isChargedBack: false,
    ...more,
  }
}
const paid = (facts: Partial<ClaimView> = {}) => claim({ paid: 900, legalState: 'settled_on_time', ...facts })

const of = (
  claims: ClaimView[],
  facts: Partial<Pick<Parameters<typeof standing>[0], 'isPaired' | 'unverifiedPayments'>> = {},
) =>
  standing({
    isPaired: true,
    unverifiedPayments: [],
    today,
    staleAfterWorkingDays: 3,
    ...facts,
    claims,
  })

test.each([
  [[true], true],
  [[false], false],
  [[true, false], false],
])('a payment is being verified with addresses %j: the result is mailed: %s', (addresses, isResultMailed) => {
  const unverifiedPayments = addresses.map((one) => ({ isResultMailed: one }))
  expect(of([paid()], { unverifiedPayments })).toEqual({ kind: 'verifying', isResultMailed })
})

describe('„Máte vše zaplaceno“ is said only', () => {
  test('when everything is', () => {
    expect(of([paid(), paid({ paymentsKnownUntil: isoDate('2026-05-18') })])).toEqual({
      kind: 'all_paid',
      knownUntil: '2026-05-18',
    })
  })
  test.each([
    ['to nobody unpaired', () => of([paid()], { isPaired: false }), 'not_paired'],
    [
      'not while a payment is being verified',
      () => of([paid()], { unverifiedPayments: [{ isResultMailed: true }] }),
      'verifying',
    ],
    ['not over something owed', () => of([paid(), claim()]), 'owed'],
    ['not over something overdue', () => of([paid(), claim({ lastDay: isoDate('2026-05-19') })]), 'overdue'],
    [
      'not over a claim that is to be assessed',
      () => of([paid({ legalState: 'to_be_assessed' })]),
      'to_be_assessed',
    ],
    [
      'not over a late day still unconfirmed',
      () => of([paid({ legalState: 'expected', dayIsProvisional: true })]),
      'late_day_unconfirmed',
    ],
    [
      'not over a claim paid late and not decided before transfers of its last day are known',
      () =>
        of([
          paid({
            legalState: 'expected',
            lastDay: isoDate('2026-05-19'),
            paymentsKnownUntil: isoDate('2026-05-18'),
          }),
        ]),
      'stale',
    ],
    ['not over stale data', () => of([paid({ paymentsKnownUntil: isoDate('2026-05-14') })]), 'stale'],
    [
      'not when one kind is stale and others fresh',
      () => of([paid(), paid({ paymentsKnownUntil: isoDate('2026-05-01') })]),
      'stale',
    ],
    [
      'not when payments of a kind are not known at all',
      () => of([paid({ paymentsKnownUntil: null })]),
      'stale',
    ],
    ['not when the city knows no fee of this person', () => of([]), 'nothing_known'],
  ])('%s', (_name, run, expected) => {
    expect(run().kind).toBe(expected)
  })
  test('on the last day that is still fresh: three working days back over a weekend', () => {
    expect(of([paid({ paymentsKnownUntil: isoDate('2026-05-15') })]).kind).toBe('all_paid')
  })
})

describe('what is owed', () => {
  test('the sum and the nearest term', () => {
    expect(of([claim(), claim({ assessed: 540, lastDay: isoDate('2026-05-25') })])).toEqual({
      kind: 'owed',
      totalHal: crowns(1440),
      nearestLastDay: '2026-05-25',
    })
  })
  test('the due day itself is on time', () => {
    expect(of([claim({ lastDay: today })]).kind).toBe('owed')
    expect(of([claim({ lastDay: isoDate('2026-05-19') })]).kind).toBe('overdue')
  })
  test('overdue is told apart from the whole', () => {
    expect(of([claim({ assessed: 600, lastDay: isoDate('2026-03-31') }), claim()])).toEqual({
      kind: 'overdue',
      overdueHal: crowns(600),
      totalHal: crowns(1500),
      mayBeIncreased: true,
      isKnown: true,
      knownUntil: '2026-05-19',
    })
  })
  test('on the day after a last day whose transfers are not known yet, nobody is urged to pay twice', () => {
    const facts = { lastDay: isoDate('2026-05-19'), paymentsKnownUntil: isoDate('2026-05-18') }
    expect(of([claim(facts)])).toMatchObject({ kind: 'overdue', isKnown: false, knownUntil: '2026-05-18' })
    const never = of([
      claim({ ...facts, paymentsKnownUntil: null }),
      claim({ lastDay: isoDate('2026-03-31') }),
    ])
    expect(never).toMatchObject({ kind: 'overdue', isKnown: false, knownUntil: null })
  })
  test.each([
    ['a fine', [{ regime: 'fine' }], false],
    ['rent', [{ regime: 'civil' }], false],
    ['the increase of a fee', [{ component: 'increase' }], false],
    ['a fine beside a fee', [{ regime: 'fine' }, {}], true],
    ['a fee that was raised already', [{}, { component: 'increase' }], false],
    ['another year than the raised one', [{ period: '2025' }, { component: 'increase' }], true],
  ] satisfies [string, Partial<ClaimView>[], boolean][])(
    'overdue %s may be raised by the office: %o %s',
    (_what, facts, mayBeIncreased) => {
      const overdue = facts.map((one) => claim({ lastDay: isoDate('2026-05-19'), ...one }))
      expect(of(overdue)).toMatchObject({ kind: 'overdue', mayBeIncreased })
    },
  )
  test('last year’s amount (worked case 3)', () => {
    const before = paid({ period: '2025', assessedHal: crowns(660), paidHal: crowns(660) })
    expect(of([before, claim({ paid: 660 })])).toMatchObject({
      kind: 'last_year',
      remainingHal: crowns(240),
      cameHal: crowns(660),
      assessedHal: crowns(900),
      year: 2026,
      isThisYear: true,
    })
    expect(of([before, claim({ paid: 650 })]).kind).toBe('owed')
  })
  test('the amount of the year before a year that is not this one', () => {
    const before = paid({ period: '2026', assessedHal: crowns(660), paidHal: crowns(660) })
    const next = claim({ paid: 660, period: '2027', lastDay: isoDate('2027-05-31') })
    expect(of([before, next])).toMatchObject({ kind: 'last_year', year: 2027, isThisYear: false })
  })
  test('a designated amount past its day is not offered', () => {
    const fine = claim({
      regime: 'designated_amount',
      legalState: 'assessed',
      lastDay: isoDate('2026-05-19'),
    })
    expect(of([fine]).kind).toBe('unpayable')
    expect(of([fine, claim()])).toMatchObject({ kind: 'owed', totalHal: crowns(900) })
  })
})
