import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classOf } from './codes.ts'
import { readState, wayFromMethod } from './states.ts'

const none = { paymentHal: 90000n, captureHal: 0n, refundHal: 0n }
const taken = { ...none, captureHal: 90000n }
const hour = 3_600_000

describe('states', () => {
  test.each([
    ['1', none, 'pending', 90000n],
    ['2', none, 'pending', 90000n],
    ['3', none, 'pending', 90000n],
    ['4', none, 'authorized', 90000n],
    ['5', none, 'cancelled', 90000n],
    ['6', none, 'cancelled', 90000n],
    ['7', taken, 'paid', 90000n],
    ['8', taken, 'paid', 90000n],
    ['9', taken, 'paid', 90000n],
    ['9', none, 'cancelled', 90000n],
    ['10', none, 'cancelled', 90000n],
    ['11', { ...taken, refundHal: 40000n }, 'refunded', 90000n],
    ['12', { ...taken, refundHal: 90000n }, 'refunded', 90000n],
    ['13', none, 'cancelled', 90000n],
    ['20', none, 'cancelled', 90000n],
    ['21', none, 'cancelled', 90000n],
    ['200', none, 'pending', 90000n],
    ['201', none, 'cancelled', 90000n],
    ['210', none, 'cancelled', 90000n],
    ['211', taken, 'paid', 90000n],
    ['211', { ...taken, refundHal: 1n }, 'refunded', 90000n],
  ])('%s with %o is %s', (number, amounts, state, amountHal) => {
    expect(readState(number, amounts, null)).toEqual({ state, amountHal })
  })

  test.each(['1000', '0', '14', '100', '101', '102', '103', '110', '220', '224', '999', 'constructor', ''])(
    '%s tells nothing of ours',
    (number) => expect(readState(number, taken, null)).toBeNull(),
  )

  test('an amount that is not told stays unknown, and without it a closed payment is not judged', () => {
    const silent = { paymentHal: null, captureHal: null, refundHal: null }
    expect(readState('8', silent, null)).toEqual({ state: 'paid', amountHal: null })
    expect(readState('20', silent, null)).toEqual({ state: 'cancelled', amountHal: null })
    expect(readState('12', silent, null)).toEqual({ state: 'refunded', amountHal: null })
    for (const number of ['9', '10', '211']) expect(readState(number, silent, null)).toBeNull()
  })

  test('a part captured is that part', () => {
    expect(readState('8', { ...taken, captureHal: 100n }, null)).toMatchObject({ amountHal: 100n })
  })

  test.each([
    [null, 'pending'],
    [hour - 1, 'pending'],
    [hour, 'pending'],
    [hour + 1, 'cancelled'],
  ])('a form left %s ms ago is %s', (ageMs, state) => {
    expect(readState('3', none, ageMs)).toMatchObject({ state })
  })

  test('paid is only money that was captured, in its own amount', () => {
    const amount = fc.bigInt({ min: 0n, max: 10n ** 9n })
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1001 }), amount, amount, (number, captureHal, refundHal) => {
        const read = readState(String(number), { paymentHal: 90000n, captureHal, refundHal }, null)
        if (read?.state !== 'paid') return
        expect(read.amountHal).toBe(captureHal)
        if (![7, 8].includes(number)) expect(captureHal > 0n && refundHal === 0n).toBe(true)
      }),
    )
  })
})

test.each([
  ['CRD', 'card'],
  ['GPAY', 'card'],
  ['APAY', 'card'],
  ['BTNCS', 'bank_button'],
  ['XXX', null],
  [null, null],
])('the method %s is %s', (method, way) => expect(wayFromMethod(method)).toBe(way))

describe('return codes', () => {
  test.each([
    ['0', '0', 'paid'],
    ['0', '3', 'unknown'],
    ['0', null, 'unknown'],
    ...[28, 30, 32, 35, 37, 38, 39, 40, 46, 50, 83, 85, 86].map(
      (code) => [`${code}`, '0', 'cancelled'] as const,
    ),
    ...[26, 250, 1000, 500, 503, 200, 7777].map((code) => [`${code}`, '0', 'unknown'] as const),
    ...[14, 20].map((code) => [`${code}`, '1', 'number_used'] as const),
    ...[1, 2, 3, 4, 5, 6, 11, 27, 31].map((code) => [`${code}`, '1', 'our_fault'] as const),
    ['', '0', 'unknown'],
    ['0x0', '0', 'unknown'],
    [null, null, 'unknown'],
  ] as const)('%s/%s is %s', (primary, secondary, meaning) => {
    expect(classOf(primary, secondary)).toBe(meaning)
  })
})
