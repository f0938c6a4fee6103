import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import { attemptRow, begin, newCitizen, type PaymentWorld, paymentWorld } from '#tests/fixtures/payments'
import { findOrder, findReturningOrder, listOrders } from './orders.queries.ts'

let world: PaymentWorld
beforeAll(async () => {
  world = await paymentWorld()
})
afterAll(() => world.close())

const claimOf = (payerId: string, period: string) =>
  newAssessment(world.db, 900, { payerId, period, dueOn: `${period}-05-31` })

test('a person sees their own orders, newest first, each with its own claims and attempts', async () => {
  const { payerId } = await newPayer(world.db)
  const citizen = await newCitizen(world.db, payerId)
  const [one, two, other] = [
    await claimOf(payerId, '2096'),
    await claimOf(payerId, '2097'),
    await claimOf(payerId, '2098'),
  ]
  const both = [one.assessmentId, two.assessmentId]
  const earlier = await begin(citizen, both, 1800)
  await world.decide((await attemptRow(world.db, earlier.attemptId)).gateway_payment_id, 'cancel')
  await refreshPayment(makeJob('poll-payments'), earlier.attemptId)
  const again = await begin(citizen, both, 1800)
  const later = await begin(citizen, [other.assessmentId], 900)
  await world.db.owner`insert into payment_order (id, identity_id, selection_key, amount_hal)
    values (${randomUUID()}, ${citizen.identityId}, 'nothing begun', 1)`

  const orders = await listOrders(citizen)
  expect(orders.map((order) => order.orderId)).toEqual([later.orderId, earlier.orderId])
  expect(orders.map((order) => order.assessmentIds.toSorted())).toEqual([
    [other.assessmentId],
    both.toSorted(),
  ])
  expect(orders.map((order) => order.attempts.map(({ attemptId, state }) => [attemptId, state]))).toEqual([
    [[later.attemptId, 'waiting']],
    [
      [again.attemptId, 'waiting'],
      [earlier.attemptId, 'cancelled'],
    ],
  ])
  expect(await findOrder(citizen, earlier.orderId)).toEqual(orders[1])
  expect(await findReturningOrder(later.orderId)).toEqual(orders[0])
})

test('a stranger finds nothing', async () => {
  const { payerId } = await newPayer(world.db)
  const { assessmentId } = await claimOf(payerId, '2098')
  const { orderId } = await begin(await newCitizen(world.db, payerId), [assessmentId], 900)
  const stranger = await newCitizen(world.db)
  expect(await listOrders(stranger)).toEqual([])
  expect(await findOrder(stranger, orderId)).toBeNull()
  expect(await findReturningOrder(randomUUID())).toBeNull()
})
