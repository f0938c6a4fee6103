import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeGateway, makeJob } from '#lib/actor/actor'
import { setClock } from '#lib/core/clock'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { confirmPayment } from '#lib/notice/confirmation/confirm.commands'
import { recordReturn } from '#lib/payment/hint.commands'
import { pollDuePayments } from '#lib/payment/poll.commands'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import {
  attemptRow,
  begin,
  hear,
  newCitizen,
  notificationOf,
  type PaymentWorld,
  paymentWorld,
  returnBy,
  testGateway,
} from '#tests/fixtures/payments'

const dueOn = '2099-05-31'
const job = makeJob('poll-payments')
let world: PaymentWorld
beforeAll(async () => {
  world = await paymentWorld()
})
afterAll(() => world.close())

/** Runs over all, so many at a time. */
async function inBatches<T>(all: readonly T[], size: number, run: (one: T) => Promise<unknown>) {
  for (let at = 0; at < all.length; at += size) await Promise.all(all.slice(at, at + size).map(run))
}

async function beginPayments(count: number) {
  const begun: { attemptId: string; transId: string }[] = []
  await inBatches(Array.from({ length: count }), 20, async () => {
    const { payerId } = await newPayer(world.db)
    const { assessmentId } = await newAssessment(world.db, 900, { payerId, dueOn })
    const citizen = await newCitizen(world.db, payerId)
    const { attemptId } = await begin(citizen, [assessmentId], 900, { receiptEmail: 'jana@example.cz' })
    const row = await attemptRow(world.db, attemptId)
    begun.push({ attemptId, transId: row.gateway_payment_id })
  })
  return begun
}

const numbers = async () => {
  const [row] = await world.db.owner`select
    (select count(*)::int from payment_attempt where state = 'paid') as paid,
    (select count(*)::int from payment_order where status = 'paid') as orders,
    (select count(*)::int from payment_attempt_event where to_state = 'paid') as events,
    (select count(*)::int from journal_entry where kind = 'payment') as entries,
    (select sum(amount_hal)::int from journal_line) as journal_sum,
    (select sum(b.assessed_hal - b.paid_hal)::int from assessment_balance b) as remaining,
    (select count(*)::int from pgboss.job where name = 'payment-received') as jobs,
    (select count(distinct data->>'attemptId')::int from pgboss.job where name = 'payment-received') as jobs_apart,
    (select count(*)::int from outgoing_mail) as mails`
  return row
}

test('more payments at once than the pool has connections, in a process that has sent no job yet', async () => {
  const begun = await beginPayments(25)
  await Promise.all(begun.map(({ transId }) => world.decide(transId, 'pay')))
  const states = await Promise.all(begun.map(({ attemptId }) => refreshPayment(job, attemptId)))
  expect(new Set(states)).toEqual(new Set(['paid']))
})

test('five hundred payments, each hit at once by two notifications, the return and the poller, settle once', async () => {
  const begun = await beginPayments(475)
  const gateway = testGateway()
  for (let from = 0; from < begun.length; from += 25) {
    const hits = begun.slice(from, from + 25).map(async ({ attemptId, transId }) => {
      const payment = await world.decide(transId, 'pay')
      const returned = await returnBy('http://localhost/api/gateways/comgate/return')
      await Promise.all([
        hear(notificationOf(payment)),
        hear(notificationOf(payment)),
        recordReturn(gateway, attemptId, returned).then(() =>
          refreshPayment(makeGateway('comgate'), attemptId),
        ),
      ])
    })
    const pollers = Array.from({ length: 4 }, () => pollDuePayments(job))
    await Promise.all([...hits, ...pollers])
  }
  const settled = { paid: 500, orders: 500, events: 500, entries: 500, journal_sum: 0, remaining: 0 }
  expect(await numbers()).toEqual({ ...settled, jobs: 500, jobs_apart: 500, mails: 0 })

  const all = await world.db.owner<{ id: string }[]>`select id from payment_attempt`
  await inBatches(all, 10, ({ id }) =>
    Promise.all([
      confirmPayment(makeJob('payment-received'), id),
      confirmPayment(makeJob('payment-received'), id),
    ]),
  )
  expect(await numbers()).toMatchObject({ mails: 500 })
  const verification = await verifyLedger(job)
  expect(verification).toMatchObject({ entries: 1000, differences: [] })
}, 240_000)

test('nothing is left for the poller afterwards', async () => {
  setClock(() => new Date(Date.now() + 20 * 24 * 3600 * 1000))
  expect(await pollDuePayments(job)).toBe(0)
  setClock(null)
})
