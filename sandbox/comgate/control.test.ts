import { expect, test } from 'vitest'
import type { Payment } from '#sandbox/comgate/payments'
import { orderV1, postForm, startSandboxUnderTest, withAccess } from '#tests/fixtures/sandbox/comgate'

test('lists payments, all or of one order', async () => {
  const { createV1, createV2, control } = await startSandboxUnderTest()
  await createV1({ refId: 'a' })
  await createV2({ refId: 'b' })
  const versions = async (query: string) =>
    ((await control('GET', `payments${query}`)).json as Payment[]).map(({ version }) => version)
  expect(await versions('')).toEqual(['v1.0', 'v2.0'])
  expect(await versions('?refId=b')).toEqual(['v2.0'])
})

test('pays by the first allowed method when no card is allowed, by a bank only when allowed', async () => {
  const { createV1, control } = await startSandboxUnderTest()
  const later = await createV1({ method: 'LATER_ALL' })
  expect((await control('POST', `payments/${later}/pay-by-bank`)).status).toBe(409)
  expect((await control('POST', `payments/${later}/pay`)).json).toMatchObject({ method: 'LATER_TWISTO' })
  expect((await control('POST', `payments/${later}/cancel`)).status).toBe(409)
})

test('down cuts every call of the protocol until it is up again', async () => {
  const { url, control, createV1 } = await startSandboxUnderTest()
  await control('POST', 'down', { down: true })
  await expect(postForm(`${url}/v1.0/create`, withAccess(orderV1))).rejects.toThrow()
  await expect(fetch(`${url}/v2.0/method.json`)).rejects.toThrow()
  await control('POST', 'down', { down: false })
  expect(await createV1()).not.toBe('')
})

test.each([
  ['behaviour', { next: 1, behaviour: { pushTimes: -1 } }, 400],
  ['behaviour', { next: 1, behaviour: { pushTimez: 1 } }, 400],
  ['behaviour', { behaviour: {} }, 400],
  ['behaviour', { transId: 'AAAA-BBBB-CCCC', behaviour: {} }, 404],
  ['down', { down: 'yes' }, 400],
  ['payments/AAAA-BBBB-CCCC/pay', {}, 404],
  ['payments/AAAA-BBBB-CCCC/steal', {}, 404],
])('refuses %s %j', async (path, body, status) => {
  const { control } = await startSandboxUnderTest()
  expect((await control('POST', path, body)).status).toBe(status)
})

test('the page lists payments and sets the behaviour of the next one', async () => {
  const { url, createV1, control, seen } = await startSandboxUnderTest()
  const set = await postForm(`${url}/sandbox`, {
    action: 'set',
    wrongTest: '1',
    pushTimes: '2',
    pushDelayMs: '',
    statusFails: 'html',
  })
  expect(set.status).toBe(303)
  expect(await (await fetch(`${url}/sandbox`)).text()).toContain('Na příští platby už čeká')
  const transId = await createV1()
  expect((await seen(transId)).behaviour).toEqual({ wrongTest: true, pushTimes: 2, statusFails: 'html' })
  expect(await (await fetch(`${url}/sandbox`)).text()).toContain(`id=${transId}`)
  expect((await postForm(`${url}/sandbox`, { action: 'set', pushTimes: 'x' })).status).toBe(400)
  await postForm(`${url}/sandbox`, { action: 'reset' })
  expect((await control('GET', 'behaviour')).json).toEqual({ all: {}, next: [], byRefId: {} })
})

test('the bare address tells what lives here and leads to the payments', async () => {
  const { url } = await startSandboxUnderTest()
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  expect(await answer.text()).toContain('href="/sandbox"')
})
