import { expect, test, vi } from 'vitest'
import { startSandboxUnderTest } from '#tests/fixtures/sandbox/comgate'

test('pushes a form for a payment of v1.0', async () => {
  const { createV1, control, pushes, untilPushed } = await startSandboxUnderTest()
  const transId = await createV1()
  await control('POST', `payments/${transId}/pay-by-bank`)
  await untilPushed(1)
  expect(pushes[0]?.contentType).toContain('application/x-www-form-urlencoded')
  expect(Object.fromEntries(new URLSearchParams(pushes[0]?.body))).toMatchObject({
    transId,
    merchant: '123456',
    secret: 'tajne-heslo',
    status: 'PAID',
    test: 'true',
    price: '144000',
    curr: 'CZK',
    label: 'Poplatky + psi',
    refId: 'obj&1 %',
    method: 'BANK_CZ_KB',
    payerAcc: '1000000005/0100',
    vs: expect.stringMatching(/^\d{1,8}$/),
    fee: 'unknown',
  })
})

test('pushes JSON for a payment of v2.0', async () => {
  const { createV2, v2, pushes, untilPushed } = await startSandboxUnderTest()
  const transId = await createV2()
  await v2('DELETE', `payment/transId/${transId}.json`)
  await untilPushed(1)
  expect(pushes[0]?.contentType).toContain('application/json')
  expect(JSON.parse(pushes[0]?.body ?? '')).toMatchObject({
    transId,
    secret: 'tajne-heslo',
    status: 'CANCELLED',
    price: '144000',
    fullName: 'Eva Nováková',
  })
})

test('says nothing about a payment that waits', async () => {
  const { url, createV1, seen } = await startSandboxUnderTest()
  const transId = await createV1()
  await fetch(`${url}/client/instructions/index?id=${transId}`, {
    method: 'POST',
    body: new URLSearchParams({ decision: 'later' }),
    redirect: 'manual',
  })
  expect(await seen(transId)).toMatchObject({ status: 'PENDING', pushAttempts: 0, pushesWaiting: 0 })
})

test('repeats a push until it is answered by 2xx, redirects not followed', async () => {
  const { createV1, control, seen, untilPushed } = await startSandboxUnderTest({
    pushAnswers: [500, 302, 404, 204],
  })
  const transId = await createV1()
  await control('POST', `payments/${transId}/pay`)
  await untilPushed(4)
  await vi.waitFor(async () =>
    expect(await seen(transId)).toMatchObject({
      pushAttempts: 4,
      pushesDelivered: 1,
      pushesWaiting: 0,
      lastPushAnswer: 204,
    }),
  )
})

test('a receiver that is not there keeps the push waiting', async () => {
  const { createV1, control, seen } = await startSandboxUnderTest({ pushUrl: 'http://127.0.0.1:1/' })
  const transId = await createV1()
  await control('POST', `payments/${transId}/pay`)
  await vi.waitFor(async () => expect((await seen(transId)).pushAttempts).toBeGreaterThan(2))
  expect(await seen(transId)).toMatchObject({ pushesWaiting: 1, lastPushAnswer: expect.any(String) })
})

test('sends a push again on demand', async () => {
  const { createV1, control, pushes } = await startSandboxUnderTest({ pushAnswers: [503] })
  const transId = await createV1()
  const { json } = await control('POST', `payments/${transId}/push`)
  expect(json).toMatchObject({ pushAttempts: 1, pushesDelivered: 0, lastPushAnswer: 503, status: 'PENDING' })
  expect(pushes).toHaveLength(1)
})
