import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { env, setEnvironment } from '#lib/core/env'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { pollDuePayments } from '#lib/payment/poll.commands'
import type { Behaviour } from '#sandbox/comgate/behaviour'
import { newAssessment, newPayer } from '#tests/db/facts'
import {
  attemptRow,
  begin,
  click,
  creditOn,
  crownsOn,
  hear,
  newCitizen,
  notificationOf,
  type PaymentWorld,
  paymentWorld,
} from '#tests/fixtures/payments'
import { refreshPayment } from './refresh.commands.ts'

const job = makeJob('poll-payments')
const minuteMs = 60_000
let world: PaymentWorld
beforeAll(async () => {
  world = await paymentWorld()
})
function waitAtMost(timeoutMs: number) {
  const { comgate } = env().gateways
  if (comgate) setEnvironment({ ...env(), gateways: { comgate: { ...comgate, timeoutMs } } })
}
const beImpatient = () => waitAtMost(500)
beforeEach(() => waitAtMost(10_000))
afterEach(async () => {
  setClock(null)
  world.receiver.isListening = false
  await world.setDown(false)
  await world.beGood()
  expect(world.receiver.failures).toEqual([])
  expect((await verifyLedger(job)).differences).toEqual([])
})
afterAll(() => world.close())

async function newClaim() {
  const { payerId } = await newPayer(world.db)
  const claim = await newAssessment(world.db, 900, { payerId, dueOn: '2099-05-31' })
  return { ...claim, citizen: await newCitizen(world.db, payerId) }
}

async function beginOne() {
  const claim = await newClaim()
  const { attemptId } = await begin(claim.citizen, [claim.assessmentId], 900)
  const row = await attemptRow(world.db, attemptId)
  return { ...claim, attemptId, transId: row.gateway_payment_id, reference: row.reference }
}

/** The attempt of a click that got no address. */
async function failedClick(behaviour: Behaviour) {
  const claim = await newClaim()
  await world.behaveNext(behaviour)
  const clicked = await click(claim.citizen, [claim.assessmentId], 900)
  const [row] = await world.db.owner<{ id: string }[]>`select a.id from payment_attempt a
    join payment_order o on o.id = a.order_id where o.identity_id = ${claim.citizen.identityId}`
  return { ...claim, clicked, attemptId: row?.id ?? '' }
}

const stateOf = async (attemptId: string) => (await attemptRow(world.db, attemptId)).state
const moveOn = (ms: number) => setClock(() => instantAt(Date.now() + ms))
const paymentAt = async (reference: string) => {
  const [payment] = await world.atGateway(reference)
  if (!payment) throw new Error('no payment at the gateway')
  return payment
}
const eventsOf = async (attemptId: string) =>
  (
    await world.db.owner<{ event: string }[]>`
      select event from payment_attempt_event where attempt_id = ${attemptId} order by id`
  ).map(({ event }) => event)

describe('creating', () => {
  test('a notification before the reply to create settles once', async () => {
    const { citizen, assessmentId } = await newClaim()
    world.receiver.isListening = true
    await world.behaveNext({ pushBeforeCreateReply: true, createDelayMs: 20 })
    const { attemptId } = await begin(citizen, [assessmentId], 900)
    expect(await eventsOf(attemptId)).toEqual(['paid_before_create_answer'])
    expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
  })

  test('many notifications before replies to many creates settle each once', async () => {
    const claims = await Promise.all(Array.from({ length: 15 }, newClaim))
    world.receiver.isListening = true
    await world.behaveNext({ pushBeforeCreateReply: true, pushTimes: 3 }, 15)
    await Promise.all(claims.map(({ citizen, assessmentId }) => begin(citizen, [assessmentId], 900)))
    for (const { assessmentId, accountId } of claims) {
      expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
      expect(await creditOn(world.db, accountId)).toBe(0)
    }
  })

  test('a reply that never comes leaves it unknown; the notification finds it', async () => {
    const { attemptId, assessmentId, clicked } = await failedClick({ createFails: 'timeout-after-storing' })
    expect(clicked).toEqual({ ok: false, error: 'gateway_unavailable' })
    const { state, reference } = await attemptRow(world.db, attemptId)
    expect(state).toBe('unknown')
    const { transId } = await paymentAt(reference)
    await world.decide(transId, 'pay')
    expect(await hear(notificationOf(await paymentAt(reference)))).toBe('known')
    expect(await eventsOf(attemptId)).toEqual(['create_unanswered', 'found_paid_at_gateway'])
    expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
  })

  test('a slow reply is not waited for and nothing is created twice', async () => {
    beImpatient()
    const { attemptId } = await failedClick({ createDelayMs: 1500 })
    const { state, reference } = await attemptRow(world.db, attemptId)
    expect(state).toBe('unknown')
    expect(await world.atGateway(reference)).toHaveLength(1)
  })

  test.each([
    ['http500', 'unknown'],
    ['html', 'unknown'],
    ['1100', 'unknown'],
    ['1400', 'refused'],
  ] as const)('%s leaves it %s, and the next click pays', async (createFails, state) => {
    const { attemptId, citizen, assessmentId } = await failedClick({ createFails })
    expect(await stateOf(attemptId)).toBe(state)
    const again = await begin(citizen, [assessmentId], 900)
    await world.decide((await attemptRow(world.db, again.attemptId)).gateway_payment_id, 'pay')
    expect(await refreshPayment(job, again.attemptId)).toBe('paid')
  })

  test('a crash before the reply is found by the poller and expires without a trace', async () => {
    const { attemptId } = await failedClick({ createFails: 'http500' })
    moveOn(9 * 24 * 3600_000)
    await pollDuePayments(job)
    expect(await stateOf(attemptId)).toBe('expired')
  })

  test('an unknown attempt told of while a newer one waits stays unknown until it is paid', async () => {
    const { attemptId, citizen, assessmentId } = await failedClick({ createFails: 'timeout-after-storing' })
    await begin(citizen, [assessmentId], 900)
    const { reference } = await attemptRow(world.db, attemptId)
    expect(await hear(notificationOf(await paymentAt(reference)))).toBe('known')
    expect(await stateOf(attemptId)).toBe('unknown')
    await world.decide((await paymentAt(reference)).transId, 'pay')
    await hear(notificationOf(await paymentAt(reference)))
    expect(await stateOf(attemptId)).toBe('paid')
  })
})

describe('asking', () => {
  test.each(['http500', 'html', '1400', 'hang'] as const)(
    '%s is not a failure; then right',
    async (statusFails) => {
      const { attemptId, transId } = await beginOne()
      await world.decide(transId, 'pay')
      await world.behaveAll({ statusFails, statusFailsTimes: 1 })
      if (statusFails === 'hang') beImpatient()
      expect(await refreshPayment(job, attemptId)).toBe('waiting')
      waitAtMost(10_000)
      expect(await refreshPayment(job, attemptId)).toBe('paid')
    },
  )

  test('a gateway that is down for a while', async () => {
    const { attemptId, transId, reference } = await beginOne()
    await world.decide(transId, 'pay')
    const told = notificationOf(await paymentAt(reference))
    await world.setDown(true)
    expect(await hear(told)).toBe('known')
    expect(await stateOf(attemptId)).toBe('waiting')
    await world.setDown(false)
    moveOn(3 * minuteMs)
    await pollDuePayments(job)
    expect(await stateOf(attemptId)).toBe('paid')
  })

  test.each(['wrongAmount', 'wrongCurrency', 'wrongRefId', 'wrongMerchant', 'wrongTest'] as const)(
    '%s is disputed and books nothing; the right word corrects it',
    async (lie) => {
      const { attemptId, transId, assessmentId, accountId } = await beginOne()
      await world.decide(transId, 'pay')
      await world.behaveAll({ [lie]: true })
      expect(await refreshPayment(job, attemptId)).toBe('disputed')
      expect(await refreshPayment(job, attemptId)).toBe('disputed')
      expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 0 })
      expect(await creditOn(world.db, accountId)).toBe(0)
      await world.beGood()
      moveOn(12 * minuteMs)
      await pollDuePayments(job)
      expect(await eventsOf(attemptId)).toEqual([
        'created_at_gateway',
        'disagreement_found',
        'corrected_to_paid_by_gateway',
      ])
      expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
    },
  )
})

describe('time', () => {
  test('paid after our own expiry is accepted', async () => {
    const { attemptId, transId, assessmentId } = await beginOne()
    await world.behaveAll({ ignoreExpiry: true })
    moveOn(3 * 3600_000)
    await pollDuePayments(job)
    expect(await stateOf(attemptId)).toBe('waiting')
    await world.decide(transId, 'pay')
    expect(await refreshPayment(job, attemptId)).toBe('paid')
    expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
  })

  test('cancelled, then paid after all: the gateway has the last word', async () => {
    const { attemptId, transId, reference } = await beginOne()
    await world.decide(transId, 'expire')
    expect(await refreshPayment(job, attemptId)).toBe('cancelled')
    await world.behaveAll({ ignoreExpiry: true })
    await world.decide(transId, 'pay')
    expect(await hear(notificationOf(await paymentAt(reference)))).toBe('known')
    expect((await eventsOf(attemptId)).at(-1)).toBe('corrected_to_paid_by_gateway')
  })

  test('cancelled, then told of wrongly while a newer attempt waits: disputed', async () => {
    const { attemptId, transId, reference, citizen, assessmentId } = await beginOne()
    await world.decide(transId, 'expire')
    await refreshPayment(job, attemptId)
    await begin(citizen, [assessmentId], 900)
    await world.behaveAll({ ignoreExpiry: true, wrongAmount: true })
    await world.decide(transId, 'pay')
    expect(await hear(notificationOf(await paymentAt(reference)))).toBe('known')
    expect(await stateOf(attemptId)).toBe('disputed')
    expect(await click(citizen, [assessmentId], 900)).toEqual({ ok: false, error: 'verifying' })
  })

  test.each([2, 10, 30, 61, 181, 8 * 24 * 60])(
    'never told and never returned: the poller finds it after %i minutes',
    async (minutes) => {
      const { attemptId, transId } = await beginOne()
      for (const step of [2.1, 10.1, 30.1, 61.1, 121.1, 24 * 60, 48 * 60, 7 * 24 * 60]) {
        if (step >= minutes) break
        moveOn(step * minuteMs)
        await pollDuePayments(job)
      }
      await world.decide(transId, 'pay')
      moveOn((minutes >= 24 * 60 ? minutes + 62 : minutes + 0.2) * minuteMs)
      await pollDuePayments(job)
      expect(await stateOf(attemptId)).toBe('paid')
    },
  )

  test('a claimed round that crashed is asked again a minute later', async () => {
    const { attemptId, transId } = await beginOne()
    await world.decide(transId, 'pay')
    const inThreeMinutes = instantAt(Date.now() + 3 * minuteMs)
    await world.db
      .owner`update payment_attempt set next_check_at = ${inThreeMinutes.toISOString()} where id = ${attemptId}`
    moveOn(2 * minuteMs)
    await pollDuePayments(job)
    expect(await stateOf(attemptId)).toBe('waiting')
    moveOn(4 * minuteMs)
    await pollDuePayments(job)
    expect(await stateOf(attemptId)).toBe('paid')
  })
})

describe('the first evidence', () => {
  test('of a cancelled payment is forgotten, so that a later payment counts by its own day', async () => {
    const { attemptId, transId, reference } = await beginOne()
    await world.decide(transId, 'expire')
    await hear(notificationOf(await paymentAt(reference)))
    expect(await attemptRow(world.db, attemptId)).toMatchObject({
      state: 'cancelled',
      first_evidence_at: null,
    })
  })
})
