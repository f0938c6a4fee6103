import fc from 'fast-check'

const who = fc.nat(1)
const nth = fc.nat(7)
const one = <K extends string, S extends Record<string, fc.Arbitrary<unknown>>>(kind: K, facts: S) =>
  fc.record({ kind: fc.constant(kind), ...facts }) as fc.Arbitrary<
    { kind: K } & { [F in keyof S]: S[F] extends fc.Arbitrary<infer T> ? T : never }
  >

/** Few amounts, so that equal payments, twins and sums that meet are common. */
const crowns = fc.constantFrom(900, 900, 600, 300, 300, 250)

/** Everything that may happen to money, one step each; `nth` chooses among what there is, around and around. */
export const step = fc.oneof(
  { weight: 3, arbitrary: one('assess', { who, crowns, isDog: fc.boolean(), isLate: fc.boolean() }) },
  { weight: 4, arbitrary: one('pay by card', { who, nth, isUnheard: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: one('transfer', {
      who,
      crowns,
      symbol: fc.constantFrom<'waste' | 'dog' | 'nobody'>('waste', 'waste', 'dog', 'nobody'),
      hasReference: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: one('bank takes back', { nth }) },
  { weight: 3, arbitrary: one('next day', {}) },
  { weight: 4, arbitrary: one('statement of days', { first: fc.nat(3), days: fc.nat(3) }) },
  { weight: 3, arbitrary: one('statement of a piece', { nth, length: fc.nat(4) }) },
  { weight: 2, arbitrary: one('assign', { nth, share: fc.integer({ min: 1, max: 99 }) }) },
  { weight: 2, arbitrary: one('undo', { nth }) },
  { weight: 3, arbitrary: one('cover arrears', {}) },
  { weight: 1, arbitrary: one('night', {}) },
  {
    weight: 3,
    arbitrary: one('ask a refund', { who, share: fc.integer({ min: 10, max: 100 }), isByCard: fc.boolean() }),
  },
  { weight: 3, arbitrary: one('send', { isUnanswered: fc.boolean() }) },
  { weight: 1, arbitrary: one('cancel order', {}) },
  {
    weight: 2,
    arbitrary: one('resolve', { nth, outcome: fc.constantFrom<'done' | 'failed'>('done', 'failed') }),
  },
  { weight: 3, arbitrary: one('refund leaves', { nth, isWrong: fc.boolean() }) },
  { weight: 2, arbitrary: one('refund comes back', { nth, isReversal: fc.boolean() }) },
  { weight: 2, arbitrary: one('chargeback', { nth, isTold: fc.boolean() }) },
  { weight: 1, arbitrary: one('chargeback won', { nth }) },
  { weight: 2, arbitrary: one('pay out', { shortBy: fc.constantFrom(0, 0, 0, 1) }) },
  { weight: 2, arbitrary: one('follow', {}) },
)
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never
