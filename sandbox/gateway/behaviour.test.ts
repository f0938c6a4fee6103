import { expect, test } from 'vitest'
import { z } from 'zod'
import {
  choice,
  count,
  delay,
  flag,
  offer,
  readBehaviour,
  several,
  words,
  wrongAmount,
} from '#sandbox/gateway/behaviour'
import { openRules } from '#sandbox/gateway/rules'

const table = {
  silent: flag('Mlčí'),
  waitMs: delay('Čeká'),
  times: count('Kolikrát', 1, { least: 0, most: 3 }),
  fails: choice('Selže', ['900', 'http500', 'html']),
  badSignatures: several('Podpisy', ['status', 'return']),
  amount: wrongAmount('Částka'),
  says: words('Říká'),
  codes: offer('Kódy', z.strictObject({ primary: z.int() }), { denied: ['zamítnuto', { primary: 30 }] }),
}
type Payment = { id: number; order: string; calls: number; behaviour: object }
const rulesOf = () =>
  openRules<typeof table, Payment>(
    table,
    {
      id: { of: (payment) => payment.id, reachesAhead: false },
      order: { of: (payment) => payment.order, reachesAhead: true },
    },
    { calls: 0 },
  )

test('what nobody set holds by itself, and what one payment got goes before that for all', () => {
  const rules = rulesOf()
  rules.set({ all: true, behaviour: { silent: true, amount: 500 } }, [])
  expect(rules.behaviourOf({ behaviour: { amount: false } })).toEqual({
    silent: true,
    waitMs: 0,
    times: 1,
    fails: null,
    badSignatures: [],
    amount: false,
    says: null,
    codes: null,
  })
})

test.each([
  [{ times: 4 }, false],
  [{ times: 3, fails: '900', badSignatures: ['return'], codes: { primary: 7 } }, true],
  [{ fails: 'hang' }, false],
  [{ amount: 1 }, true],
  [{ amount: '1' }, false],
  [{ unknown: true }, false],
])('%j is a behaviour: %s', (behaviour, isOne) => {
  const rules = rulesOf()
  expect(rules.behaviourSchema.safeParse(behaviour).success).toBe(isOne)
  expect(rules.commandSchema.safeParse({ next: 1, behaviour }).success).toBe(isOne)
})

test('a form sets what is filled in', () => {
  const form = new URLSearchParams(
    'silent=1&waitMs=&times=2&fails=html&badSignatures=status&badSignatures=return&codes=denied&action=set',
  )
  expect(readBehaviour(table, form)).toEqual({
    silent: true,
    times: 2,
    fails: 'html',
    badSignatures: ['status', 'return'],
    codes: { primary: 30 },
  })
})

test('a selector reaches the payments it names, and those to come only where it says so', () => {
  const rules = rulesOf()
  const payment: Payment = { id: 7, order: 'a', calls: 3, behaviour: {} }
  expect(rules.set({ id: 8, behaviour: { silent: true } }, [payment])).toBe(false)
  expect(rules.set({ id: 7, behaviour: { silent: true } }, [payment])).toBe(true)
  expect(payment).toMatchObject({ calls: 0, behaviour: { silent: true } })
  expect(rules.set({ order: 'b', behaviour: { times: 0 } }, [payment])).toBe(true)
  rules.addNext({ waitMs: 5, times: 2 })
  expect([rules.take('b'), rules.take('b'), rules.take('c')]).toEqual([
    { waitMs: 5, times: 0 },
    { times: 0 },
    {},
  ])
  rules.clear([payment])
  expect(payment.behaviour).toEqual({})
  expect(rules.shown()).toEqual({ all: {}, next: [], byOrder: {} })
})
