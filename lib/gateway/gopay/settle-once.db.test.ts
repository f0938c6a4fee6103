import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { makeGateway, makeJob } from '#lib/actor/actor'
import { instantAt, setClock } from '#lib/core/clock'
import { env, setEnvironment } from '#lib/core/env'
import { verifyLedger } from '#lib/ledger/verify.queries'
import { recordReturn } from '#lib/payment/hint.commands'
import { pollDuePayments } from '#lib/payment/poll.commands'
import { refreshPayment } from '#lib/payment/refresh.commands'
import type { Behaviour } from '#sandbox/gopay/behaviour'
import type { Payment } from '#sandbox/gopay/payment'
import { type SandboxGopay, startSandboxGopay } from '#sandbox/gopay/start-sandbox'
import { newAssessment, newPayer } from '#tests/db/facts'
import { shop } from '#tests/fixtures/gopay'
import {
  attemptRow,
  begin,
  click,
  creditOn,
  crownsOn,
  newCitizen,
  type PaymentWorld,
  paymentWorld,
  testGateway,
} from '#tests/fixtures/payments'
import { GET } from '../../../app/api/gateways/[gateway]/notifications/route.ts'

// What the route does after its answer, so that a test can wait for it.
const background = vi.hoisted((): Promise<unknown>[] => [])
vi.mock('next/server', () => ({ after: (run: () => Promise<unknown>) => void background.push(run()) }))

const job = makeJob('poll-payments')
const failures: unknown[] = []
const heard: string[] = []
let isListening = true
let world: PaymentWorld
let sandbox: SandboxGopay

// The portal's address for notifications.
const portal = createServer(async (request, response) => {
  heard.push(String(request.url))
  const status = isListening ? await hear(String(request.url)).catch((error) => failures.push(error)) : 200
  response.writeHead(status).end()
})

/** A call of the portal's address, asking the gateway included; the HTTP status of its answer. */
async function hear(address: string, method = 'GET'): Promise<number> {
  const request = new Request(`http://localhost${address}`, { method })
  const response = await GET(request, { params: Promise.resolve({ gateway: 'gopay' }) })
  await Promise.all(background.splice(0))
  return response.status
}

beforeAll(async () => {
  world = await paymentWorld()
  await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve))
  sandbox = await startSandboxGopay({ port: 0, ...shop, notifyPausesMs: [5] })
  setEnvironment({
    ...env(),
    PORTAL_URL: `http://127.0.0.1:${(portal.address() as AddressInfo).port}`,
    gateways: { gopay: { url: `${sandbox.url}/api`, ...shop, isTest: true, timeoutMs: 10_000 } },
  })
})
afterEach(async () => {
  setClock(null)
  isListening = true
  heard.length = 0
  await control('DELETE', 'behaviour')
  expect(failures).toEqual([])
  expect((await verifyLedger(job)).differences).toEqual([])
})
afterAll(async () => {
  portal.closeAllConnections()
  portal.close()
  await sandbox.close()
  await world.close()
})

async function control<T>(method: string, path: string, body?: object): Promise<T> {
  const init = body ? { method, body: JSON.stringify(body) } : { method }
  return (await fetch(`${sandbox.url}/sandbox/${path}`, init)).json() as Promise<T>
}
const behaveNext = (behaviour: Behaviour, next = 1) => control('POST', 'behaviour', { next, behaviour })
const decide = (id: string, how: string) => control<Payment>('POST', `payments/${id}/${how}`)
const pollLater = async () => {
  setClock(() => instantAt(Date.now() + 4 * 60_000))
  await pollDuePayments(job)
  setClock(null)
}

async function newClaim() {
  const { payerId } = await newPayer(world.db)
  const claim = await newAssessment(world.db, 900, { payerId, dueOn: '2099-05-31' })
  return { ...claim, citizen: await newCitizen(world.db, payerId) }
}

async function beginOne() {
  const claim = await newClaim()
  const { attemptId } = await begin(claim.citizen, [claim.assessmentId], 900)
  const { gateway_payment_id: id } = await attemptRow(world.db, attemptId)
  return { ...claim, attemptId, id }
}

/** Everything that settling writes of this attempt. */
async function traces(attemptId: string) {
  const [row] = await world.db.owner`select
    (select state from payment_attempt where id = ${attemptId}) as state,
    (select count(*)::int from journal_entry where source_reference = ${`payment_attempt:${attemptId}`}) as entries,
    (select count(*)::int from payment_attempt_event where attempt_id = ${attemptId} and to_state = 'paid') as events,
    (select count(*)::int from pgboss.job where data->>'attemptId' = ${attemptId}) as jobs`
  return row
}
const once = { state: 'paid', entries: 1, events: 1, jobs: 1 }

test('many payments, each hit at once by duplicate notifications, the return and the poller, settle once', async () => {
  await behaveNext({ notifyTimes: 3, notifyEarly: true }, 20)
  const begun = await Promise.all(Array.from({ length: 20 }, beginOne))
  const gateway = testGateway('gopay')
  await Promise.all([
    ...begun.map(async ({ attemptId, id }) => {
      await decide(id, 'pay')
      const hint = await gateway.readReturn(
        new Request(`http://localhost/return?platba=${attemptId}&id=${id}`),
      )
      if (!hint.ok) throw new Error(hint.error)
      await recordReturn(gateway, attemptId, hint.value)
      await Promise.all([
        refreshPayment(makeGateway('gopay'), attemptId),
        hear(`/api/gateways/gopay/notifications?id=${id}`),
      ])
    }),
    pollLater(),
  ])
  for (const { attemptId, assessmentId, accountId } of begun) {
    expect(await traces(attemptId)).toEqual(once)
    expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
    expect(await creditOn(world.db, accountId)).toBe(0)
  }
})

test('an early notification settles nothing', async () => {
  await behaveNext({ notifyEarly: true })
  const { attemptId, assessmentId, id } = await beginOne()
  expect(heard).toHaveLength(1)
  expect(await traces(attemptId)).toEqual({ state: 'waiting', entries: 0, events: 0, jobs: 0 })
  await decide(id, 'pay')
  await refreshPayment(job, attemptId)
  expect(await traces(attemptId)).toEqual(once)
  expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
})

test('notifications before the reply to create settle once', async () => {
  await behaveNext({ notifyBeforeCreateReply: true, notifyTimes: 3 })
  const { citizen, assessmentId } = await newClaim()
  const { attemptId } = await begin(citizen, [assessmentId], 900)
  expect(heard).toHaveLength(3)
  expect(await traces(attemptId)).toEqual(once)
})

describe('a create that was never answered', () => {
  async function lostCreate(behaviour: Behaviour) {
    await behaveNext({ createFails: 'timeout-after-storing', ...behaviour })
    const { citizen, assessmentId } = await newClaim()
    expect(await click(citizen, [assessmentId], 900)).toMatchObject({ ok: false })
    const [row] = await world.db.owner<{ id: string; reference: string }[]>`select a.id, a.reference
      from payment_attempt a join payment_order o on o.id = a.order_id
      where o.identity_id = ${citizen.identityId}`
    if (!row) throw new Error('no attempt')
    const [payment] = await control<Payment[]>('GET', `payments?order_number=${row.reference}`)
    if (!payment) throw new Error('no payment')
    return { attemptId: row.id, id: String(payment.id) }
  }

  test('is found by the mark in the address of its notification', async () => {
    const { attemptId, id } = await lostCreate({})
    expect(await traces(attemptId)).toMatchObject({ state: 'unknown' })
    await decide(id, 'pay')
    await control('POST', `payments/${id}/notify`)
    expect(await traces(attemptId)).toEqual(once)
  })

  test('is not found by a number alone, nor by a mark of another payment', async () => {
    const { attemptId, id } = await lostCreate({ notifyTimes: 0 })
    const other = await beginOne()
    const [otherPayment] = (await control<Payment[]>('GET', 'payments')).filter(
      (payment) => String(payment.id) === other.id,
    )
    await decide(id, 'pay')
    expect(await hear(`/api/gateways/gopay/notifications?id=${id}`)).toBe(200)
    const address = new URL(otherPayment?.notificationUrl ?? '')
    expect(await hear(`${address.pathname}${address.search}&id=${id}`)).toBe(200)
    expect(await traces(attemptId)).toMatchObject({ state: 'unknown', entries: 0 })
    expect(await traces(other.attemptId)).toMatchObject({ state: 'waiting', entries: 0 })
  })
})

test('a look at the address, a forged and a damaged message ask nothing', async () => {
  isListening = false
  const { attemptId, id } = await beginOne()
  await decide(id, 'pay')
  const address = `/api/gateways/gopay/notifications?id=${id}`
  expect(await hear(address, 'HEAD')).toBe(200)
  expect(await hear(`${address}&objednavka=1&znak=x`)).toBe(403)
  expect(await hear('/api/gateways/gopay/notifications')).toBe(400)
  expect(await hear('/api/gateways/gopay/notifications?id=1%27')).toBe(400)
  expect(await hear(`${address}&x=${'x'.repeat(3000)}`)).toBe(413)
  const payments = await control<Payment[]>('GET', 'payments')
  expect(payments.find((payment) => String(payment.id) === id)?.statusCalls).toBe(0)
  expect(await traces(attemptId)).toMatchObject({ state: 'waiting' })
  expect(await hear(address)).toBe(200)
  expect(await traces(attemptId)).toEqual(once)
})

test('a payment nobody told of is found by the poller', async () => {
  await behaveNext({ notifyTimes: 0, payerNeverReturns: true })
  const { attemptId, id } = await beginOne()
  await decide(id, 'pay')
  expect(heard).toEqual([])
  await pollLater()
  expect(await traces(attemptId)).toEqual(once)
})

test.each([
  [{ wrongAmount: true }, 'disputed'],
  [{ wrongCurrency: true }, 'disputed'],
  [{ wrongOrderNumber: true }, 'disputed'],
  [{ wrongGoid: true }, 'disputed'],
  [{ statusFails: 'html' }, 'waiting'],
  [{ statusFails: 'http500' }, 'waiting'],
  [{ tokenExpiresTimes: 1 }, 'paid'],
] as const)('%j leaves it %s, and the truth settles it once', async (behaviour, state) => {
  const { attemptId, id } = await beginOne()
  await control('POST', 'behaviour', { id: Number(id), behaviour })
  await decide(id, 'pay')
  await refreshPayment(job, attemptId)
  expect(await traces(attemptId)).toMatchObject({ state })
  await control('DELETE', 'behaviour')
  await Promise.all([refreshPayment(job, attemptId), refreshPayment(job, attemptId)])
  expect(await traces(attemptId)).toEqual(once)
})

test('a transfer that waits, is given up by the gateway and comes late is accepted', async () => {
  const { attemptId, assessmentId, id } = await beginOne()
  await decide(id, 'wait')
  await refreshPayment(job, attemptId)
  expect(await traces(attemptId)).toMatchObject({ state: 'waiting' })
  await decide(id, 'expire')
  await refreshPayment(job, attemptId)
  expect(await traces(attemptId)).toMatchObject({ state: 'cancelled', entries: 0 })
  await control('POST', `payments/${id}/state`, {
    state: 'PAID',
    instrument: 'BANK_ACCOUNT',
    subState: '_3002',
  })
  await refreshPayment(job, attemptId)
  expect(await traces(attemptId)).toEqual(once)
  expect(await attemptRow(world.db, attemptId)).toMatchObject({ way: 'bank_button' })
  expect(await crownsOn(world.db, assessmentId)).toMatchObject({ paid: 900 })
})

test('what the gateway gave back before we knew waits for a person; after settling it changes nothing', async () => {
  isListening = false
  const early = await beginOne()
  await control('POST', `payments/${early.id}/state`, { state: 'REFUNDED', instrument: 'PAYMENT_CARD' })
  await refreshPayment(job, early.attemptId)
  expect(await traces(early.attemptId)).toMatchObject({ state: 'disputed', entries: 0 })
  const late = await beginOne()
  await decide(late.id, 'pay')
  await refreshPayment(job, late.attemptId)
  await control('POST', `payments/${late.id}/state`, { state: 'PARTIALLY_REFUNDED' })
  await refreshPayment(job, late.attemptId)
  expect(await traces(late.attemptId)).toEqual(once)
})

test('nothing secret is kept', async () => {
  const rows = await world.db.owner<
    { body: string }[]
  >`select body from gateway_event where gateway = 'gopay'`
  const kept = rows.map(({ body }) => body).join('\n')
  expect(kept).toContain('PAID')
  expect(kept).not.toMatch(/Bearer|access_token|znak=[\w-]{10}|@|4444\*/)
  expect(kept).not.toContain(shop.clientSecret)
})
