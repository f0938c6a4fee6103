import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { readClaim, readClaims } from '#lib/assessment/claims.queries'
import { instantAt, setClock } from '#lib/core/clock'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { readConfirmation } from '#lib/notice/confirmation/payment.queries'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { newAssessment, newPayer } from '#tests/db/facts'
import {
  attemptRow,
  begin,
  click,
  creditOn,
  crownsOn,
  newCitizen,
  type PaymentWorld,
  paymentWorld,
} from '#tests/fixtures/payments'
import { findOrder, listOrders } from './orders.queries.ts'

const dueOn = '2099-05-31'
const job = makeJob('poll-payments')
let world: PaymentWorld
beforeAll(async () => {
  world = await paymentWorld()
})
afterAll(() => world.close())

async function newClaim(crowns = 900) {
  const { payerId } = await newPayer(world.db)
  const claim = await newAssessment(world.db, crowns, { payerId, dueOn })
  return { ...claim, citizen: await newCitizen(world.db, payerId) }
}

async function attemptsOf(orderId: string) {
  return world.db.owner<{ id: string; reference: string; state: string }[]>`
    select id, reference, state from payment_attempt where order_id = ${orderId}`
}

/** Pays the attempt at the gateway and lets the portal ask. */
async function payAndAsk(attemptId: string) {
  await world.decide((await attemptRow(world.db, attemptId)).gateway_payment_id, 'pay')
  return refreshPayment(job, attemptId)
}

describe('a click', () => {
  test('creates one payment of the amount in the journal', async () => {
    const { citizen, assessmentId } = await newClaim(1440)
    const started = await begin(citizen, [assessmentId], 1440)
    const { state, reference, gateway_payment_id: transId } = await attemptRow(world.db, started.attemptId)
    expect(state).toBe('waiting')
    expect(started.redirectUrl).toContain(transId)
    expect(await world.atGateway(reference)).toMatchObject([
      { transId, price: 144000, curr: 'CZK', test: true },
    ])
  })

  test('five times at once makes one attempt and one payment at the gateway', async () => {
    const { citizen, assessmentId } = await newClaim()
    const orderId = randomUUID()
    const clicks = await Promise.all(
      Array.from({ length: 5 }, () => click(citizen, [assessmentId], 900, { orderId })),
    )
    expect(clicks.map((one) => one.ok)).toEqual([true, true, true, true, true])
    expect(new Set(clicks.map((one) => one.ok && one.value.redirectUrl)).size).toBe(1)
    const attempts = await attemptsOf(orderId)
    expect(attempts).toHaveLength(1)
    expect(await world.atGateway(attempts[0]?.reference ?? '')).toHaveLength(1)
  })

  test('five times at once with five forms of the same set makes one attempt too', async () => {
    const { citizen, assessmentId } = await newClaim()
    const clicks = await Promise.all(Array.from({ length: 5 }, () => click(citizen, [assessmentId], 900)))
    expect(new Set(clicks.map((one) => one.ok && one.value.attemptId)).size).toBe(1)
    expect(clicks.every((one) => one.ok)).toBe(true)
  })

  test('three times at once on a gateway that refuses says so to each', async () => {
    const { citizen, assessmentId } = await newClaim()
    await world.behaveNext({ createFails: '1400', createDelayMs: 300 })
    const orderId = randomUUID()
    const one = () => click(citizen, [assessmentId], 900, { orderId })
    const refusals = await Promise.all([one(), one(), one()])
    expect(refusals).toEqual(Array(3).fill({ ok: false, error: 'gateway_unavailable' }))
  })

  test('from another form continues the open order of the same set', async () => {
    const { citizen, assessmentId } = await newClaim()
    const first = await begin(citizen, [assessmentId], 900)
    expect(await begin(citizen, [assessmentId], 900)).toEqual(first)
  })

  test('after a cancelled attempt makes a new attempt of the same order', async () => {
    const { citizen, assessmentId } = await newClaim()
    const first = await begin(citizen, [assessmentId], 900)
    await world.decide((await attemptRow(world.db, first.attemptId)).gateway_payment_id, 'cancel')
    const second = await begin(citizen, [assessmentId], 900)
    expect(second.orderId).toBe(first.orderId)
    expect((await attemptsOf(first.orderId)).map(({ state }) => state).sort()).toEqual([
      'cancelled',
      'waiting',
    ])
  })

  test('many times on one waiting payment never makes the poller forget it', async () => {
    const { citizen, assessmentId } = await newClaim()
    const { attemptId } = await begin(citizen, [assessmentId], 900)
    for (let asked = 0; asked < 45; asked++) await refreshPayment(citizen, attemptId)
    const { next_check_at: next } = await attemptRow(world.db, attemptId)
    expect(next).not.toBeNull()
    expect((next?.getTime() ?? 0) - Date.now()).toBeLessThan(125_000)
  })
})

describe('two people and one claim', () => {
  async function household() {
    const claim = await newClaim()
    const remitter = await newPayer(world.db)
    await world.db.owner`insert into payer_link (acting_payer_id, for_payer_id, kind, valid_from, source)
      values (${remitter.payerId}, ${claim.payerId}, 'common_remitter', '2020-01-01', 'test')`
    return { ...claim, remitter: await newCitizen(world.db, remitter.payerId) }
  }

  test("another person's order does not block mine and is not shown to me", async () => {
    const { citizen, remitter, assessmentId } = await household()
    const theirs = await begin(remitter, [assessmentId], 900)
    const mine = await begin(citizen, [assessmentId], 900)
    expect(mine.orderId).not.toBe(theirs.orderId)
    expect(await findOrder(citizen, theirs.orderId)).toBeNull()
    expect((await listOrders(citizen)).map((order) => order.orderId)).toEqual([mine.orderId])
  })

  test('money paid by both becomes credit', async () => {
    const { citizen, remitter, assessmentId, accountId } = await household()
    const theirs = await begin(remitter, [assessmentId], 900)
    const mine = await begin(citizen, [assessmentId], 900)
    expect(await Promise.all([payAndAsk(theirs.attemptId), payAndAsk(mine.attemptId)])).toEqual([
      'paid',
      'paid',
    ])
    expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
    expect(await creditOn(world.db, accountId)).toBe(900)
    expect((await verifyLedger(job)).differences).toEqual([])
  })
})

describe('refused', () => {
  test('when the amount is not the one that was seen', async () => {
    const { citizen, assessmentId } = await newClaim()
    expect(await click(citizen, [assessmentId], 899)).toEqual({ ok: false, error: 'amount_changed' })
    expect(await listOrders(citizen)).toEqual([])
  })

  test('when it is already paid, from the same form and from another', async () => {
    const { citizen, assessmentId } = await newClaim()
    const orderId = randomUUID()
    const { attemptId } = await begin(citizen, [assessmentId], 900, { orderId })
    await payAndAsk(attemptId)
    const refusals = [
      await click(citizen, [assessmentId], 900, { orderId }),
      await click(citizen, [assessmentId], 900),
    ]
    expect(refusals).toEqual(Array(2).fill({ ok: false, error: 'already_paid' }))
    expect(await attemptsOf(orderId)).toHaveLength(1)
  })

  test("a stranger's claim exactly as a missing one", async () => {
    const { assessmentId } = await newClaim()
    const { citizen: stranger, assessmentId: own } = await newClaim()
    const missing = randomUUID()
    for (const ids of [[assessmentId], [missing], [own, assessmentId], [own, missing]]) {
      expect(await click(stranger, ids, 900)).toEqual({ ok: false, error: 'not_found' })
    }
    expect(await click(await newCitizen(world.db), [assessmentId], 900)).toEqual({
      ok: false,
      error: 'not_found',
    })
  })

  test('while a payment of the same set is disputed', async () => {
    const { citizen, assessmentId } = await newClaim()
    await world.behaveNext({ wrongAmount: true })
    const { attemptId } = await begin(citizen, [assessmentId], 900)
    expect(await payAndAsk(attemptId)).toBe('disputed')
    expect(await click(citizen, [assessmentId], 900)).toEqual({ ok: false, error: 'verifying' })
  })

  test('a designated amount after its day', async () => {
    const { payerId } = await newPayer(world.db)
    const facts = { payerId, feeKindCode: 'urcena-castka', dueOn: '2026-05-29' }
    const { assessmentId } = await newAssessment(world.db, 500, facts)
    const citizen = await newCitizen(world.db, payerId)
    setClock(() => instantAt(Date.parse('2026-05-29T22:00:00Z')))
    expect(await click(citizen, [assessmentId], 500)).toMatchObject({ ok: false })
    setClock(() => instantAt(Date.parse('2026-05-29T21:59:59Z')))
    expect(await click(citizen, [assessmentId], 500)).toMatchObject({ ok: true })
    setClock(null)
  })
})

test('orders, claims and confirmations of others do not exist', async () => {
  const { citizen, assessmentId } = await newClaim()
  const { citizen: stranger } = await newClaim()
  const { orderId, attemptId } = await begin(citizen, [assessmentId], 900)
  await payAndAsk(attemptId)
  expect(await findOrder(citizen, orderId)).toMatchObject({ status: 'paid' })
  expect(await readConfirmation(citizen, attemptId)).toMatchObject({ identityId: citizen.identityId })
  expect(await readClaim(citizen, assessmentId)).toMatchObject({ claim: { paidHal: 90000n } })
  expect(await findOrder(stranger, orderId)).toBeNull()
  expect(await readConfirmation(stranger, attemptId)).toBeNull()
  expect(await readClaim(stranger, assessmentId)).toBeNull()
  expect(await readClaims(stranger, { assessmentIds: [assessmentId] })).toEqual([])
})
