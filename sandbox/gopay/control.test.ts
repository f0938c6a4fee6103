import { expect, test } from 'vitest'
import type { Payment } from '#sandbox/gopay/payment'
import { askForToken, startSandboxUnderTest } from '#tests/fixtures/sandbox/gopay'

test('lists payments, all or of one order', async () => {
  const { create, control } = await startSandboxUnderTest()
  await create({ order_number: 'a' })
  await create({ order_number: 'b' })
  const numbers = async (query: string) =>
    ((await control('GET', `payments${query}`)).json as Payment[]).map(({ orderNumber }) => orderNumber)
  expect(await numbers('')).toEqual(['a', 'b'])
  expect(await numbers('?order_number=b')).toEqual(['b'])
})

test('a payment jumps anywhere', async () => {
  const { create, control, seen, untilNotified } = await startSandboxUnderTest()
  const id = await create()
  await control('POST', `payments/${id}/cancel`)
  expect((await control('POST', `payments/${id}/pay`)).status).toBe(409)
  await control('POST', `payments/${id}/state`, { state: 'PAID', instrument: 'GPAY', subState: '_5001' })
  expect(await seen(id)).toMatchObject({ state: 'PAID', instrument: 'GPAY', subState: '_5001' })
  await control('POST', `payments/${id}/state`, { state: 'CANCELED' })
  expect(await seen(id)).toMatchObject({ state: 'CANCELED', instrument: 'GPAY', subState: null })
  await untilNotified(3)
})

test.each([
  ['refused', 409, /PAYMENT_NOT_CREATED/],
  ['http500', 500, /Internal/],
  ['html', 200, /^<!doctype html>/],
  ['firewall', 403, /^<!doctype html>/],
] as const)('createFails %s makes no payment, once', async (createFails, status, body) => {
  const { url, token, behave, order, create, control } = await startSandboxUnderTest()
  await behave({ createFails })
  const response = await fetch(`${url}/api/payments/payment`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await token()}` },
    body: JSON.stringify(order()),
  })
  expect(response.status).toBe(status)
  expect(await response.text()).toMatch(body)
  expect((await control('GET', 'payments')).json).toEqual([])
  expect(await create()).toBeGreaterThan(0)
})

test('tokenExpiresTimes revokes the token of the create call and then of no other', async () => {
  const { behave, api, order } = await startSandboxUnderTest()
  await behave({ tokenExpiresTimes: 1 })
  expect((await api('POST', 'payments/payment', order())).status).toBe(401)
  const { status, json } = await api('POST', 'payments/payment', order())
  expect(status).toBe(200)
  expect((await api('GET', `payments/payment/${json.id}`)).status).toBe(200)
})

test('down cuts the protocol, tokenFails only the way to a token', async () => {
  const { url, control, create } = await startSandboxUnderTest()
  await control('POST', 'switches', { down: true })
  await expect(askForToken(url, 'payment-all')).rejects.toThrow()
  await control('POST', 'switches', { down: false, tokenFails: 'http500' })
  expect((await askForToken(url, 'payment-all')).status).toBe(500)
  await control('POST', 'switches', { tokenFails: null })
  expect(await create()).toBeGreaterThan(0)
})

test('rules reach the payments they name, and a rule for all yields to them', async () => {
  const { create, control } = await startSandboxUnderTest()
  const earlier = await create({ order_number: 'a' })
  await control('POST', 'behaviour', { orderNumber: 'a', behaviour: { notifyTimes: 2 } })
  await control('POST', 'behaviour', { next: 2, behaviour: { notifyDelayMs: 1 } })
  for (const order_number of ['a', 'b', 'c']) await create({ order_number })
  await control('POST', 'behaviour', { id: earlier, behaviour: { wrongGoid: true } })
  const behaviours = async () =>
    ((await control('GET', 'payments')).json as Payment[]).map((each) => each.behaviour)
  expect(await behaviours()).toEqual([
    { wrongGoid: true },
    { notifyDelayMs: 1, notifyTimes: 2 },
    { notifyDelayMs: 1 },
    {},
  ])
  await control('DELETE', 'behaviour')
  expect(await behaviours()).toEqual([{}, {}, {}, {}])
})

test.each([
  ['behaviour', { next: 1, behaviour: { notifyTimes: -1 } }, 400],
  ['behaviour', { behaviour: {} }, 400],
  ['behaviour', { id: 1, behaviour: {} }, 404],
  ['switches', { down: 'yes' }, 400],
  ['payments/1/pay', {}, 404],
])('refuses %s %j', async (path, body, status) => {
  const { control } = await startSandboxUnderTest()
  expect((await control('POST', path, body)).status).toBe(status)
})

test('the page lists payments and sets the behaviour of the next one', async () => {
  const { url, create, seen } = await startSandboxUnderTest()
  const submit = (fields: Record<string, string>) =>
    fetch(`${url}/sandbox`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
  const set = { action: 'set', wrongGoid: '1', notifyTimes: '2', notifyDelayMs: '', refund: 'accepted' }
  expect((await submit(set)).status).toBe(303)
  expect(await (await fetch(`${url}/sandbox`)).text()).toContain('Na příští platby už čeká')
  const id = await create()
  expect((await seen(id)).behaviour).toEqual({ wrongGoid: true, notifyTimes: 2, refund: 'accepted' })
  const page = await (await fetch(`${url}/sandbox`)).text()
  expect(page).toContain(`>${id}</a>`)
  expect(page).toContain('1\u00a0440\u00a0Kč')
  expect((await submit({ action: 'set', notifyTimes: 'x' })).status).toBe(400)
  await submit({ action: 'reset' })
  expect((await seen(id)).behaviour).toEqual({})
})
