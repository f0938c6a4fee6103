import { expect, test } from 'vitest'
import { askForToken, shop, startSandboxUnderTest } from '#tests/fixtures/sandbox/gopay'

test('gives a token for the right credentials only', async () => {
  const { url } = await startSandboxUnderTest()
  const given = await askForToken(url, 'payment-all')
  expect(given.status).toBe(200)
  expect(await given.json()).toEqual({
    token_type: 'bearer',
    access_token: expect.stringMatching(/^[\w-]{64}$/),
    expires_in: 1800,
  })
  expect((await askForToken(url, 'payment-all', { ...shop, clientSecret: 'jine' })).status).toBe(403)
  expect((await askForToken(url, 'everything')).status).toBe(400)
})

test('creates a payment and tells its status', async () => {
  const { url, api, order } = await startSandboxUnderTest()
  const { status, json } = await api('POST', 'payments/payment', order())
  expect(status).toBe(200)
  expect(json).toMatchObject({
    id: expect.any(Number),
    order_number: '2026000017',
    state: 'CREATED',
    amount: 144_000,
    currency: 'CZK',
    target: { type: 'ACCOUNT', goid: 8_123_456_789 },
    gw_url: expect.stringMatching(new RegExp(`^${url}/gw/v3/[0-9a-f]{32}$`)),
  })
  expect((await api('GET', `payments/payment/${json.id}`)).json).toEqual(json)
})

test.each([
  [{ amount: 144.5 }, 409, 111, 'amount'],
  [{ amount: 0 }, 409, 111, 'amount'],
  [{ currency: 'XXX' }, 409, 111, 'currency'],
  [{ order_number: undefined }, 409, 110, 'order_number'],
  [{ callback: undefined }, 409, 110, 'callback'],
  [{ items: [{ name: 'a', amount: 1 }] }, 409, 111, 'items'],
  [{ target: { type: 'ACCOUNT', goid: 1 } }, 403, 203, null],
])('refuses a payment with %j', async (fields, status, code, field) => {
  const { api, order } = await startSandboxUnderTest()
  const refused = await api('POST', 'payments/payment', order(fields))
  expect(refused).toMatchObject({ status, json: { errors: [{ error_code: code, field }] } })
})

test('asks for a token and for its scope', async () => {
  const { url, api, create, control } = await startSandboxUnderTest()
  const id = await create()
  expect((await fetch(`${url}/api/payments/payment/${id}`)).status).toBe(401)
  expect((await api('GET', `payments/payment/${id}`, undefined, 'payment-create')).status).toBe(403)
  expect((await api('GET', 'payments/payment/3000000000')).status).toBe(404)
  expect((await api('GET', 'payments/nothing')).status).toBe(404)
  expect((await api('GET', `eshops/eshop/${shop.goid}/payment-instruments/CZK`)).status).toBe(200)
  expect((await api('GET', 'eshops/eshop/1/payment-instruments/CZK')).status).toBe(404)
  expect((await control('GET', 'tokens')).json).toMatchObject({ issued: expect.any(Number) })
})

test('a token ends by its time', async () => {
  const { url, token } = await startSandboxUnderTest({ tokenLifetimeS: 0 })
  const authorization = `Bearer ${await token()}`
  const response = await fetch(`${url}/api/payments/payment/1`, { headers: { authorization } })
  expect(response.status).toBe(401)
})

test('returns money in parts until nothing is left', async () => {
  const { api, create, control, seen, untilNotified } = await startSandboxUnderTest()
  const id = await create()
  const refund = (body: string | object) => api('POST', `payments/payment/${id}/refund`, body)
  expect(await refund('amount=100')).toMatchObject({ status: 409 })
  await control('POST', `payments/${id}/pay`)
  expect((await refund('amount=44000')).json).toEqual({ id, result: 'FINISHED', description: null })
  expect((await seen(id)).state).toBe('PARTIALLY_REFUNDED')
  for (const wrong of ['amount=100001', 'amount=0', 'amount=1.5', 'x=1', { amount: 'x' }])
    expect(await refund(wrong)).toMatchObject({ status: 409 })
  expect((await refund({ amount: 100_000 })).json).toMatchObject({ result: 'FINISHED' })
  expect((await seen(id)).state).toBe('REFUNDED')
  expect((await api('GET', `payments/payment/${id}/refunds`)).json).toMatchObject([
    { amount: 44_000, state: 'FINISHED', currency: 'CZK' },
    { amount: 100_000, state: 'FINISHED' },
  ])
  await untilNotified(3)
})

test.each([
  ['accepted', 'ACCEPTED', 'finish-refunds', 'FINISHED', 'PARTIALLY_REFUNDED'],
  ['accepted', 'ACCEPTED', 'fail-refunds', 'FAILED', 'PAID'],
  ['accepted-then-failed', 'ACCEPTED', null, 'FAILED', 'PAID'],
  ['failed', 'FAILED', null, 'FAILED', 'PAID'],
] as const)('a refund %s answers %s and ends by %s as %s', async (way, result, action, end, state) => {
  const { api, create, control, seen } = await startSandboxUnderTest()
  const id = await create()
  await control('POST', `payments/${id}/pay`)
  await control('POST', 'behaviour', { id, behaviour: { refund: way } })
  expect((await api('POST', `payments/payment/${id}/refund`, 'amount=100')).json).toMatchObject({ result })
  if (action) await control('POST', `payments/${id}/${action}`)
  expect(await seen(id)).toMatchObject({ state, refunds: [{ state: end }] })
})
