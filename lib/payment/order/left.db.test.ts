import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeJob } from '#lib/actor/actor'
import { updateOverdueLegalStates } from '#lib/assessment/update-legal-states.commands'
import { instantAt, setClock } from '#lib/core/clock'
import { env, setEnvironment } from '#lib/core/env'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { recordReturn } from '#lib/payment/hint.commands'
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
  returnBy,
  testGateway,
} from '#tests/fixtures/payments'
import { payAtGateway, startSandboxUnderTest, stepFrom } from '#tests/fixtures/sandbox/gpwebpay'
import { findOrder } from './orders.queries.ts'

/** A payment that cannot go on where it began: its page opens once only, or the city has another gateway by now. */
const job = makeJob('poll-payments')
let world: PaymentWorld
let once: Awaited<ReturnType<typeof startSandboxUnderTest>>
beforeAll(async () => {
  world = await paymentWorld()
  once = await startSandboxUnderTest()
})
afterAll(async () => {
  await once.close()
  await world.close()
})
afterEach(async () => {
  setClock(null)
  await world.db.owner`delete from city_setting where key = 'cardGateways'`
  // Set while the clock stood on a day that is still to come.
  await world.db.owner`update fee_kind set payments_known_until = null`
  expect((await verifyLedger(job)).differences).toEqual([])
})

const comgate = () => env().gateways.comgate

let laterMs = 0

/** From now on payments go there; settings are kept for a while, so time moves. */
async function sendTo(setting: object) {
  setEnvironment({ ...env(), gateways: { comgate: comgate(), gpwebpay: once.settings } } as ReturnType<
    typeof env
  >)
  await world.db.owner`delete from city_setting where key = 'cardGateways'`
  await world.db.owner`insert into city_setting (key, value, valid_from)
    values ('cardGateways', ${world.db.owner.json(setting as never)}, '2020-01-01')`
  laterMs += 60_000
  setClock(() => instantAt(Date.now() + laterMs))
}

async function newClaim(dueOn = '2099-05-31') {
  const { payerId } = await newPayer(world.db)
  const claim = await newAssessment(world.db, 900, { payerId, dueOn })
  return { ...claim, citizen: await newCitizen(world.db, payerId) }
}

const stateOf = async (attemptId: string) => (await attemptRow(world.db, attemptId)).state

test('a page that opens once only: whoever left it goes on by a new payment, and is told so', async () => {
  await sendTo({ default: 'gpwebpay' })
  const { citizen, assessmentId, accountId } = await newClaim()
  const first = await begin(citizen, [assessmentId], 900)
  await stepFrom(first.redirectUrl)
  const twin = await begin(citizen, [assessmentId], 900)
  expect(twin.attemptId, 'the twin of a click goes on with the same').toBe(first.attemptId)
  expect((await findOrder(citizen, first.orderId))?.attempts[0]).toMatchObject({
    state: 'waiting',
    redirectUrl: null,
  })

  laterMs += 10_000
  const second = await begin(citizen, [assessmentId], 900)
  expect(second.attemptId).not.toBe(first.attemptId)
  expect(second.orderId).toBe(first.orderId)
  expect([await stateOf(first.attemptId), await stateOf(second.attemptId)]).toEqual(['left', 'waiting'])
  await payAtGateway(second.redirectUrl, 'pay')
  expect(await refreshPayment(job, second.attemptId)).toBe('paid')
  expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })

  // The other page still stood open, and they pay there too: it is credit, once.
  await once.decide((await attemptRow(world.db, first.attemptId)).reference, 'pay')
  for (let times = 0; times < 3; times++) expect(await refreshPayment(job, first.attemptId)).toBe('paid')
  expect(await creditOn(world.db, accountId)).toBe(900)
})

test('a switched-off gateway: the payment goes on at the other one, and cancelled at the first it stays cancelled', async () => {
  await sendTo({ default: 'comgate' })
  const { citizen, assessmentId } = await newClaim()
  const first = await begin(citizen, [assessmentId], 900)
  await sendTo({ default: 'comgate', off: { comgate: 'Nejde.' }, fallback: 'gpwebpay' })
  const clicks = await Promise.all(Array.from({ length: 5 }, () => click(citizen, [assessmentId], 900)))
  const attempts = new Set(clicks.map((one) => one.ok && one.value.attemptId))
  expect(attempts.size, 'five clicks at once go on by one payment').toBe(1)
  expect(attempts.has(first.attemptId)).toBe(false)
  expect(await stateOf(first.attemptId)).toBe('left')
  await world.decide((await attemptRow(world.db, first.attemptId)).gateway_payment_id, 'cancel')
  expect(await refreshPayment(job, first.attemptId)).toBe('cancelled')
})

test('a card paid before midnight at a gateway already left for another one is on time', async () => {
  await sendTo({ default: 'comgate' })
  const { citizen, assessmentId } = await newClaim('2027-06-01')
  await world.db.owner`update fee_kind set payments_known_until = '2027-06-01' where code = 'odpad'`
  setClock(() => new Date('2027-06-01T23:40:00+02:00'))
  const first = await begin(citizen, [assessmentId], 900)
  await world.db.owner`delete from city_setting where key = 'cardGateways'`
  await world.db.owner`insert into city_setting (key, value, valid_from) values
    ('cardGateways', ${world.db.owner.json({ default: 'comgate', off: { comgate: '' }, fallback: 'gpwebpay' })}, '2020-01-01')`
  setClock(() => new Date('2027-06-01T23:45:00+02:00'))
  const second = await begin(citizen, [assessmentId], 900)
  expect(second.attemptId).not.toBe(first.attemptId)
  // They pay on the page that still stood open, and the gateway is silent over midnight.
  setClock(() => new Date('2027-06-01T23:50:00+02:00'))
  await recordReturn(testGateway(), first.attemptId, await returnBy('http://localhost/?vysledek=paid'))
  expect((await findOrder(citizen, first.orderId))?.attempts.map((one) => one.state)).toEqual([
    'waiting',
    'left',
  ])
  expect(await click(citizen, [assessmentId], 900)).toEqual({ ok: false, error: 'verifying' })
  setClock(() => new Date('2027-06-02T00:10:00+02:00'))
  await updateOverdueLegalStates(job)
  const legalState = async () =>
    (await world.db.owner`select legal_state from assessment where id = ${assessmentId}`)[0]?.legal_state
  expect(await legalState()).toBe('expected')
  await world.decide((await attemptRow(world.db, first.attemptId)).gateway_payment_id, 'pay')
  expect(await refreshPayment(job, first.attemptId)).toBe('paid')
  expect(await legalState()).toBe('settled_on_time')
})
