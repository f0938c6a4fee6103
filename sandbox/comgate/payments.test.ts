import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Behaviour } from '#sandbox/comgate/behaviour'
import { readOrder } from '#sandbox/comgate/order'
import { openPayments, type Payment } from '#sandbox/comgate/payments'
import { orderV1 } from '#tests/fixtures/sandbox/comgate'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function openWith(behaviour: Behaviour) {
  const decided: Payment['status'][] = []
  const payments = openPayments({
    behaviourOf: () => behaviour,
    changed: () => {},
    decided: async (payment) => void decided.push(payment.status),
  })
  const order = readOrder(new Map(Object.entries({ ...orderV1, expirationTime: '30m' })), 'v1.0')
  if (order.kind !== 'done') throw new Error('The order should be valid')
  return { payments, payment: payments.create(order.value, 'v1.0', behaviour), decided }
}

test('a waiting payment is cancelled when its time is up', () => {
  const { payment, decided } = openWith({})
  vi.advanceTimersByTime(30 * 60_000 - 1)
  expect(payment.status).toBe('PENDING')
  vi.advanceTimersByTime(1)
  expect(payment).toMatchObject({ status: 'CANCELLED', cancelledBy: 'expiry' })
  expect(decided).toEqual(['CANCELLED'])
})

test('a paid payment does not expire and is not decided twice', () => {
  const { payments, payment, decided } = openWith({})
  payments.decide(payment, { status: 'PAID', method: 'CARD_CZ_CSOB_2' })
  vi.advanceTimersByTime(60 * 60_000)
  expect(payments.decide(payment, { status: 'CANCELLED', cancelledBy: 'payer' })).toBeNull()
  expect(payment.status).toBe('PAID')
  expect(decided).toEqual(['PAID'])
})

test('with ignoreExpiry a payment waits on and can be paid', () => {
  const { payments, payment } = openWith({ ignoreExpiry: true })
  vi.advanceTimersByTime(60 * 60_000)
  expect(payment.status).toBe('PENDING')
  expect(payments.decide(payment, { status: 'PAID', method: 'CARD_CZ_CSOB_2' })).not.toBeNull()
})

test('a payment cancelled by the payer stays cancelled even with ignoreExpiry', () => {
  const { payments, payment } = openWith({ ignoreExpiry: true })
  payments.decide(payment, { status: 'CANCELLED', cancelledBy: 'payer' })
  expect(payments.decide(payment, { status: 'PAID', method: 'CARD_CZ_CSOB_2' })).toBeNull()
})
