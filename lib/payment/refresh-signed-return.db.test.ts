import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeGateway, makeJob } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { env, setEnvironment } from '#lib/core/env'
import { newAssessment, newPayer } from '#tests/db/facts'
import {
  attemptRow,
  begin,
  crownsOn,
  newCitizen,
  type PaymentWorld,
  paymentWorld,
  testGateway,
} from '#tests/fixtures/payments'
import { startSandboxUnderTest } from '#tests/fixtures/sandbox/csob'
import { recordReturn } from './hint.commands.ts'
import { findOrder } from './order/orders.queries.ts'
import { refreshPayment } from './refresh.commands.ts'

/** Payments through a gateway that signs, never notifies, and tells no amount. */
const job = makeJob('poll-payments')
let world: PaymentWorld
let csob: Awaited<ReturnType<typeof startSandboxUnderTest>>
beforeAll(async () => {
  world = await paymentWorld()
  csob = await startSandboxUnderTest()
  setEnvironment({ ...env(), gateways: { csob: csob.connection } })
})
afterAll(async () => {
  await csob.close()
  await world.close()
})
afterEach(async () => {
  setClock(null)
  await csob.beGood()
})

async function beginOne() {
  const { payerId } = await newPayer(world.db)
  const { assessmentId } = await newAssessment(world.db, 900, { payerId, dueOn: '2099-05-31' })
  const citizen = await newCitizen(world.db, payerId)
  const started = await begin(citizen, [assessmentId], 900)
  const { gateway_payment_id: payId } = await attemptRow(world.db, started.attemptId)
  return { ...started, assessmentId, citizen, payId }
}

/** The payer's browser posts what the gateway signed, with the given changes, to our address. */
async function comeBack(attemptId: string | null, payId: string, changes: Record<string, string> = {}) {
  const body = new URLSearchParams({ ...(await csob.returned(payId)), ...changes })
  const gateway = testGateway('csob')
  const hint = await gateway.readReturn(new Request('http://localhost/', { method: 'POST', body }))
  if (!hint.ok) throw new Error(hint.error)
  const outcome = await recordReturn(gateway, attemptId, hint.value)
  if (outcome.kind !== 'known') return outcome.kind
  return refreshPayment(makeGateway('csob'), outcome.attemptId)
}

describe('a payment through a gateway that signs', () => {
  test('settles once when the payer returns, and again changes nothing', async () => {
    const { attemptId, assessmentId, payId } = await beginOne()
    await csob.decide(payId, 'pay')
    expect(await comeBack(attemptId, payId)).toBe('paid')
    expect(await comeBack(attemptId, payId)).toBe('paid')
    expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
    const entries = await world.db.owner`
      select fingerprint from journal_entry where fingerprint = ${`csob:${payId}:paid`}`
    expect(entries).toHaveLength(1)
  })

  test('is found by its own number where the address lost ours', async () => {
    const { payId } = await beginOne()
    await csob.decide(payId, 'pay')
    expect(await comeBack(null, payId)).toBe('paid')
  })

  test('is found by the poller when the payer never comes', async () => {
    const { attemptId, payId } = await beginOne()
    await csob.decide(payId, 'pay')
    expect(await refreshPayment(job, attemptId)).toBe('paid')
  })

  test('is asked about again soon when the status lags behind the return', async () => {
    const { attemptId, payId } = await beginOne()
    await csob.behave(payId, { statusLagsTimes: 1 })
    await csob.decide(payId, 'pay')
    expect(await comeBack(attemptId, payId)).toBe('waiting')
    const { first_evidence_at, next_check_at } = await attemptRow(world.db, attemptId)
    const waitsMs = (next_check_at?.getTime() ?? 0) - (first_evidence_at?.getTime() ?? 0)
    expect(waitsMs).toBeGreaterThan(0)
    expect(waitsMs).toBeLessThan(60_000)
    expect(await refreshPayment(job, attemptId)).toBe('paid')
  })

  test('leaves no evidence by a forged return, and settles by the status alone', async () => {
    const { attemptId, payId } = await beginOne()
    expect(await comeBack(attemptId, payId, { paymentStatus: '7' })).toBe('forged')
    expect(await attemptRow(world.db, attemptId)).toMatchObject({ state: 'waiting', first_evidence_at: null })
  })

  test('is never settled by an answer about another payment, or a badly signed one', async () => {
    const { attemptId, assessmentId, payId } = await beginOne()
    await csob.decide(payId, 'pay')
    await csob.behave(payId, { badSignatures: ['status'] })
    expect(await refreshPayment(job, attemptId)).toBe('waiting')
    await csob.behave(payId, { wrongPayId: true })
    expect(await refreshPayment(job, attemptId)).toBe('disputed')
    expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 0 })
    await csob.behave(payId, {})
    expect(await refreshPayment(job, attemptId)).toBe('paid')
  })

  test('cancelled by the payer it may be begun again, with another number', async () => {
    const { attemptId, assessmentId, citizen, payId } = await beginOne()
    await csob.decide(payId, 'cancel')
    expect(await comeBack(attemptId, payId)).toBe('cancelled')
    const again = await begin(citizen, [assessmentId], 900)
    expect((await attemptRow(world.db, again.attemptId)).gateway_payment_id).not.toBe(payId)
  })

  test('found already reversed and refunded it waits for a person', async () => {
    const { attemptId, assessmentId, payId } = await beginOne()
    await csob.decide(payId, 'pay')
    await csob.decide(payId, 'settle')
    const whole = { gatewayPaymentId: payId, reference: '1', amountHal: 90_000n, paidHal: 90_000n }
    await testGateway('csob').refund?.(whole)
    expect(await refreshPayment(job, attemptId)).toBe('disputed')
    expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 0 })
  })

  test('continued by a second click it gets a fresh signed address of the same payment', async () => {
    const { orderId, assessmentId, citizen, payId, redirectUrl } = await beginOne()
    setClock(() => instantAt(Date.now() + 90_000))
    const second = await begin(citizen, [assessmentId], 900)
    expect(second.redirectUrl).toContain(`/${encodeURIComponent(payId)}/`)
    expect(second.redirectUrl).not.toBe(redirectUrl)
    const order = await findOrder(citizen, orderId)
    expect(order?.attempts[0]).toMatchObject({ gateway: 'csob', companyName: 'ČSOB' })
    const answer = await fetch(order?.attempts[0]?.redirectUrl ?? '', { redirect: 'manual' })
    expect(answer.status).toBe(303)
  })
})
