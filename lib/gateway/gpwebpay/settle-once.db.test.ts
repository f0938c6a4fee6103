import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeGateway, makeJob } from '#lib/actor/actor'
import { setClock } from '#lib/core/clock'
import { type Environment, setEnvironment } from '#lib/core/env'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { recordReturn } from '#lib/payment/hint.commands'
import { pollDuePayments } from '#lib/payment/poll.commands'
import { refreshPayment } from '#lib/payment/refresh.commands'
import type { Behaviour } from '#sandbox/gpwebpay/behaviour'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { newAssessment, newPayer } from '#tests/db/facts'
import { attemptRow, begin, crownsOn, newCitizen, testGateway } from '#tests/fixtures/payments'
import { payAtGateway, startSandboxUnderTest, stepFrom } from '#tests/fixtures/sandbox/gpwebpay'

const minuteMs = 60_000
let db: TestDatabase
let sandbox: Awaited<ReturnType<typeof startSandboxUnderTest>>

beforeAll(async () => {
  db = await testDatabase()
  sandbox = await startSandboxUnderTest()
  setEnvironment({
    PORTAL_URL: 'http://localhost:3000',
    gateways: { gpwebpay: sandbox.settings },
  } as Environment)
})
beforeEach(async () => {
  setClock(null)
  await sandbox.control('DELETE', 'behaviour')
})
afterAll(async () => {
  await sandbox.close()
  setClock(null)
  setEnvironment(null)
  await db.close()
})

/** A citizen who clicked „Zaplatit“ over one claim of 900 Kč. */
async function beginOne(behaviour: Behaviour = {}) {
  const { payerId } = await newPayer(db)
  const { assessmentId } = await newAssessment(db, 900, { payerId, dueOn: '2099-05-31' })
  const citizen = await newCitizen(db, payerId)
  const { attemptId, redirectUrl } = await begin(citizen, [assessmentId], 900)
  const { reference } = await attemptRow(db, attemptId)
  await sandbox.behave(reference, behaviour)
  return { attemptId, reference, assessmentId, citizen, redirectUrl }
}

/** What the address of returns does with a browser that comes by this address. */
async function comeBack(address: string) {
  const gateway = testGateway('gpwebpay')
  const hint = await gateway.readReturn(new Request(address))
  if (!hint.ok) return hint.error
  const outcome = await recordReturn(gateway, null, hint.value)
  if (outcome.kind === 'known') await refreshPayment(makeGateway(gateway.name), outcome.attemptId)
  return outcome.kind
}

const entriesOf = async (attemptId: string) => {
  const [row] = await db.owner<{ count: number }[]>`
    select count(*)::int from journal_entry where source_reference = ${`payment_attempt:${attemptId}`}`
  return row?.count
}
const stateOf = async (attemptId: string) => (await attemptRow(db, attemptId)).state
const pollAfter = async (minutes: number) => {
  setClock(() => new Date(Date.now() + minutes * minuteMs))
  await pollDuePayments(makeJob('poll-payments'))
}

test('the return coming twice, altered and beside the poller settles exactly once', async () => {
  const { attemptId, assessmentId, redirectUrl } = await beginOne()
  const returned = await payAtGateway(redirectUrl, 'pay')
  const altered = [
    returned.replace('PRCODE=0', 'PRCODE=50'),
    returned.replace(/ORDERNUMBER=\d+/, 'ORDERNUMBER=2600099999'),
    returned.replace(/MD=[^&]*/, 'MD=x'),
    returned.replace(/&DIGEST1=.*/, ''),
    `${returned}&PRCODE=0`,
  ]
  const outcomes = await Promise.all([
    comeBack(returned),
    comeBack(returned),
    ...altered.map(comeBack),
    refreshPayment(makeJob('poll-payments'), attemptId),
  ])
  expect(outcomes).toEqual(['known', 'known', ...Array(4).fill('forged'), 'unreadable', 'paid'])
  expect(await comeBack(returned)).toBe('known')
  expect(await stateOf(attemptId)).toBe('paid')
  expect(await entriesOf(attemptId)).toBe(1)
  expect(await crownsOn(db, assessmentId)).toMatchObject({ paid: 900 })
  expect(await verifyLedger(makeJob('poll-payments'))).toMatchObject({ differences: [] })
})

test.each([
  ['14', { returnCodes: { primary: 14, secondary: 1 } }],
  ['20', { returnCodes: { primary: 20, secondary: 1 } }],
  ['50', { returnCodes: { primary: 50, secondary: 0 } }],
  ['250', { returnCodes: { primary: 250, secondary: 0 } }],
  ['1000', { returnCodes: { primary: 1000, secondary: 0 } }],
])('a return that says %s over a paid payment settles it', async (_, behaviour) => {
  const { attemptId, redirectUrl } = await beginOne(behaviour)
  expect(await comeBack(await payAtGateway(redirectUrl, 'pay'))).toBe('known')
  expect(await stateOf(attemptId)).toBe('paid')
  expect(await entriesOf(attemptId)).toBe(1)
})

test.each<[string, Behaviour]>([
  ['never comes', { neverReturns: true }],
  ['is badly signed', { badDigest: 'both' }],
])('when the return %s, the poller finds the payment', async (_, behaviour) => {
  const { attemptId, redirectUrl } = await beginOne(behaviour)
  const address = await payAtGateway(redirectUrl, 'pay')
  if (behaviour.badDigest) expect(await comeBack(address)).toBe('forged')
  expect(await stateOf(attemptId)).toBe('waiting')
  await pollAfter(2.1)
  expect(await stateOf(attemptId)).toBe('paid')
  expect(await entriesOf(attemptId)).toBe(1)
})

test('a return that says paid over a declined card books nothing', async () => {
  const { attemptId, redirectUrl } = await beginOne({ returnCodes: { primary: 0, secondary: 0 } })
  await comeBack(await payAtGateway(redirectUrl, 'decline'))
  expect(await stateOf(attemptId)).toBe('cancelled')
  expect(await entriesOf(attemptId)).toBe(0)
})

test('another amount at the gateway books nothing and calls a person', async () => {
  const { attemptId, redirectUrl } = await beginOne({ wrongAmount: true })
  await comeBack(await payAtGateway(redirectUrl, 'pay'))
  expect(await attemptRow(db, attemptId)).toMatchObject({ state: 'disputed', problem: 'disagrees: amount' })
  expect(await entriesOf(attemptId)).toBe(0)
})

test.each(['fault', 'http500', 'html', 'drop'] as const)(
  'a web service that answers by %s leaves the payment open until it comes right',
  async (serviceFails) => {
    const { attemptId, redirectUrl } = await beginOne({ serviceFails, serviceFailsTimes: 1 })
    expect(await comeBack(await payAtGateway(redirectUrl, 'pay'))).toBe('known')
    expect(await stateOf(attemptId)).toBe('waiting')
    await pollAfter(1)
    expect(await stateOf(attemptId)).toBe('paid')
  },
)

test('who comes back before the bank decided waits, and is settled when it did', async () => {
  const { attemptId, reference, redirectUrl } = await beginOne()
  await comeBack(await payAtGateway(redirectUrl, 'wait'))
  expect(await stateOf(attemptId)).toBe('waiting')
  await sandbox.decide(reference, 'pay')
  await pollAfter(2.1)
  expect(await stateOf(attemptId)).toBe('paid')
})

test('the same number is never ordered twice: a used address waits, a cancelled attempt gets a new number', async () => {
  const { attemptId, reference, assessmentId, citizen, redirectUrl } = await beginOne()
  await stepFrom(redirectUrl)
  expect(await comeBack(await stepFrom(redirectUrl))).toBe('known')
  expect(await stateOf(attemptId)).toBe('waiting')
  await sandbox.decide(reference, 'expire')
  const again = await begin(citizen, [assessmentId], 900)
  expect(await stateOf(attemptId)).toBe('cancelled')
  expect(again.attemptId).not.toBe(attemptId)
  await comeBack(await payAtGateway(again.redirectUrl, 'pay'))
  expect(await crownsOn(db, assessmentId)).toMatchObject({ paid: 900 })
})
