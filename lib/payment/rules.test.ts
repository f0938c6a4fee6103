import { describe, expect, test } from 'vitest'
import type { GatewayPayment } from '#lib/gateway/contract'
import { disagreements, secondsWhileBehind, stateAfter } from './rules.ts'

const agreed = { gatewayPaymentId: 'A1', reference: '2600000001', amountHal: 90_000n, isTest: true }
const told: GatewayPayment = {
  gatewayPaymentId: 'A1',
  reference: '2600000001',
  amountHal: 90_000n,
  currency: 'CZK',
  merchant: 'm',
  isTest: true,
  state: 'paid',
  method: null,
  way: null,
}
const unsaid = { reference: null, amountHal: null, currency: null }
const gateway = { merchant: 'm', isTest: true }
const faultsOf = (
  changes: Partial<GatewayPayment>,
  known: Partial<typeof agreed> | { gatewayPaymentId: null } = {},
) => disagreements({ ...agreed, ...known }, { ...told, ...changes }, gateway)

describe('what does not agree', () => {
  test.each<[Partial<GatewayPayment>, string[]]>([
    [{}, []],
    [{ gatewayPaymentId: 'B2' }, ['id']],
    [{ reference: '2600000002' }, ['reference']],
    [{ amountHal: 1n }, ['amount']],
    [{ currency: 'EUR' }, ['currency']],
    [{ merchant: 'x' }, ['merchant']],
    [{ isTest: false }, ['test']],
    [unsaid, []],
    [{ ...unsaid, gatewayPaymentId: 'B2' }, ['id']],
    [{ ...unsaid, merchant: 'x' }, ['merchant']],
  ])('%o: %j', (changes, faults) => {
    expect(faultsOf(changes)).toEqual(faults)
  })

  test('a number that was only hinted is enough with our reference, and not without it', () => {
    expect(faultsOf({}, { gatewayPaymentId: null })).toEqual([])
    expect(faultsOf(unsaid, { gatewayPaymentId: null })).toEqual(['reference'])
  })
})

test.each(['authorized', 'refunded'] as const)('%s waits for a person, once', (state) => {
  expect(stateAfter('waiting', { ...told, state }, [])).toBe('disputed')
  expect(stateAfter('disputed', { ...told, state }, [])).toBeNull()
  expect(stateAfter('paid', { ...told, state }, [])).toBeNull()
})

test.each([
  [0, 120, 15],
  [20_000, 120, 20],
  [600_000, 1200, 600],
  [600_000, 30, 30],
  [1_800_000, 3600, 3600],
  [0, null, null],
])('%d ms after the order, with the ladder at %s s, asked again after %s s', (ageMs, ladderS, expected) => {
  expect(secondsWhileBehind(ageMs, ladderS)).toBe(expected)
})
