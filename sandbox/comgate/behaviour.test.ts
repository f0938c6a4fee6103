import { expect, test, vi } from 'vitest'
import type { Payment } from '#sandbox/comgate/payments'
import { orderV1, postForm, startSandboxUnderTest, withAccess } from '#tests/fixtures/sandbox/comgate'

test('pushTimes 0 never pushes', async () => {
  const { behave, createV1, control, seen } = await startSandboxUnderTest()
  await behave({ pushTimes: 0 })
  const transId = await createV1()
  await control('POST', `payments/${transId}/pay`)
  expect(await seen(transId)).toMatchObject({ status: 'PAID', pushAttempts: 0, pushesWaiting: 0 })
})

test('pushTimes 3 pushes three times', async () => {
  const { behave, createV1, control, seen, untilPushed } = await startSandboxUnderTest()
  await behave({ pushTimes: 3 })
  const transId = await createV1()
  await control('POST', `payments/${transId}/pay`)
  await untilPushed(3)
  await vi.waitFor(async () => expect((await seen(transId)).pushesDelivered).toBe(3))
})

test('pushDelayMs keeps the push back, then sends it', async () => {
  const { behave, createV1, control, seen, pushes, untilPushed } = await startSandboxUnderTest()
  await behave({ pushDelayMs: 600_000 })
  await behave({ pushDelayMs: 20 })
  const [late, soon] = [await createV1(), await createV1()]
  await control('POST', `payments/${late}/pay`)
  await control('POST', `payments/${soon}/pay`)
  await untilPushed(1)
  expect(new URLSearchParams(pushes[0]?.body).get('transId')).toBe(soon)
  expect(await seen(late)).toMatchObject({ status: 'PAID', pushAttempts: 0, pushesWaiting: 1 })
})

test('pushBeforeCreateReply pays and pushes before the client knows transId', async () => {
  const { behave, createV1, seen, pushes } = await startSandboxUnderTest()
  await behave({ pushBeforeCreateReply: true })
  const transId = await createV1()
  expect(pushes.map(({ body }) => new URLSearchParams(body).get('transId'))).toEqual([transId])
  expect(await seen(transId)).toMatchObject({ status: 'PAID', pushesDelivered: 1 })
})

test('createDelayMs leaves a payment behind an impatient client', async () => {
  const { url, behave, control } = await startSandboxUnderTest()
  await behave({ createDelayMs: 600_000 })
  const call = callAndLeave(`${url}/v1.0/create`, orderV1)
  await vi.waitFor(async () => expect((await control('GET', 'payments')).json).toHaveLength(1))
  await expect(call.leave()).rejects.toThrow(/abort/)
})

test.each([{ statusDelayMs: 600_000 }, { statusFails: 'hang' as const }])(
  '%j keeps the client waiting',
  async (behaviour) => {
    const { url, behave, createV1, seen } = await startSandboxUnderTest()
    await behave(behaviour)
    const transId = await createV1()
    const call = callAndLeave(`${url}/v1.0/status`, { transId })
    await vi.waitFor(async () => expect((await seen(transId)).statusCalls).toBe(1))
    await expect(call.leave()).rejects.toThrow(/abort/)
  },
)

test.each([
  ['1400', 200, /code=1400/],
  ['1100', 200, /code=1100/],
  ['http500', 500, /Internal/],
  ['html', 200, /^<!doctype html>/],
] as const)('createFails %s makes no payment, once', async (createFails, status, body) => {
  const { url, behave, control, createV1 } = await startSandboxUnderTest()
  await behave({ createFails })
  const response = await postForm(`${url}/v1.0/create`, withAccess(orderV1))
  expect(response.status).toBe(status)
  expect(await response.text()).toMatch(body)
  expect((await control('GET', 'payments')).json).toEqual([])
  expect(await createV1()).not.toBe('')
})

test('createFails timeout-after-storing cuts the line and keeps the payment', async () => {
  const { url, behave, control } = await startSandboxUnderTest()
  await behave({ createFails: 'timeout-after-storing' })
  await expect(postForm(`${url}/v1.0/create`, withAccess(orderV1))).rejects.toThrow()
  expect((await control('GET', 'payments')).json).toMatchObject([{ refId: orderV1.refId, status: 'PENDING' }])
})

test.each([
  ['1400', 200, /code=1400/],
  ['http500', 500, /Internal/],
  ['html', 200, /^<!doctype html>/],
] as const)('statusFails %s twice, then comes right', async (statusFails, status, body) => {
  const { url, behave, v1, createV1, seen } = await startSandboxUnderTest()
  await behave({ statusFails, statusFailsTimes: 2 })
  const transId = await createV1()
  for (let call = 0; call < 2; call++) {
    const response = await postForm(`${url}/v1.0/status`, withAccess({ transId }))
    expect(response.status).toBe(status)
    expect(await response.text()).toMatch(body)
  }
  expect((await v1('status', { transId })).get('status')).toBe('PENDING')
  expect((await seen(transId)).statusCalls).toBe(3)
})

test.each([
  [{ wrongAmount: true }, { price: '144100' }],
  [{ wrongAmount: 1 }, { price: '1' }],
  [{ wrongCurrency: true }, { curr: 'EUR' }],
  [{ wrongRefId: true }, { refId: 'obj&1 %-jine' }],
  [{ wrongMerchant: true }, { merchant: '999999' }],
  [{ wrongTest: true }, { test: 'false' }],
])('%j is told by status of both versions', async (behaviour, told) => {
  const { behave, createV1, v1, v2 } = await startSandboxUnderTest()
  await behave(behaviour)
  const transId = await createV1()
  expect(Object.fromEntries(await v1('status', { transId }))).toMatchObject({ code: '0', ...told })
  expect((await v2('GET', `payment/transId/${transId}.json`)).json).toMatchObject({ code: 0, ...told })
})

test('an expired payment is dead unless it ignores expiry', async () => {
  const { createV1, control, untilPushed, pushes } = await startSandboxUnderTest()
  const transId = await createV1()
  expect((await control('POST', `payments/${transId}/expire`)).json).toMatchObject({ status: 'CANCELLED' })
  await untilPushed(1)
  expect((await control('POST', `payments/${transId}/pay`)).status).toBe(409)
  await control('POST', 'behaviour', { transId, behaviour: { ignoreExpiry: true } })
  expect((await control('POST', `payments/${transId}/pay`)).json).toMatchObject({ status: 'PAID' })
  await untilPushed(2)
  expect(pushes.map(({ body }) => new URLSearchParams(body).get('status'))).toEqual(['CANCELLED', 'PAID'])
})

test('rules reach the payments they name', async () => {
  const { createV1, control } = await startSandboxUnderTest()
  const earlier = await createV1({ refId: 'a' })
  await control('POST', 'behaviour', { refId: 'a', behaviour: { pushTimes: 2 } })
  await control('POST', 'behaviour', { next: 2, behaviour: { pushDelayMs: 1 } })
  for (const refId of ['a', 'b', 'c']) await createV1({ refId })
  await control('POST', 'behaviour', { transId: earlier, behaviour: { wrongTest: true } })
  const behaviours = async () =>
    ((await control('GET', 'payments')).json as Payment[]).map((each) => each.behaviour)
  expect(await behaviours()).toEqual([
    { wrongTest: true },
    { pushDelayMs: 1, pushTimes: 2 },
    { pushDelayMs: 1 },
    {},
  ])
  await control('DELETE', 'behaviour')
  await createV1({ refId: 'a' })
  expect(await behaviours()).toEqual([{}, {}, {}, {}, {}])
})

test('a rule for all yields to the rule of one payment', async () => {
  const { createV1, control, v1 } = await startSandboxUnderTest()
  const transId = await createV1()
  await control('POST', 'behaviour', { all: true, behaviour: { wrongAmount: 500, wrongTest: true } })
  await control('POST', 'behaviour', { transId, behaviour: { wrongAmount: false } })
  expect(Object.fromEntries(await v1('status', { transId }))).toMatchObject({
    price: '144000',
    test: 'false',
  })
})

/** A call of a client that goes away without the reply. */
function callAndLeave(address: string, fields: Record<string, string>) {
  const leaving = new AbortController()
  const body = new URLSearchParams(withAccess(fields))
  const call = fetch(address, { method: 'POST', body, signal: leaving.signal })
  return {
    leave() {
      leaving.abort()
      return call
    },
  }
}
