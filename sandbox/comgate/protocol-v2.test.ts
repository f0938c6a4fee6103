import { expect, test } from 'vitest'
import { basic, orderV2, startSandboxUnderTest } from '#tests/fixtures/sandbox/comgate'

test('creates a payment and tells its status with numbers as text', async () => {
  const { url, v2 } = await startSandboxUnderTest()
  const { json: created } = await v2('POST', 'payment.json', orderV2)
  expect(created).toEqual({
    code: 0,
    message: 'OK',
    transId: expect.stringMatching(/^[A-Z0-9]{4}(-[A-Z0-9]{4}){2}$/),
    redirect: `${url}/client/instructions/index?id=${created.transId}`,
  })
  const { json: status } = await v2('GET', `payment/transId/${created.transId}.json`)
  expect(status).toMatchObject({ code: 0, price: '144000', test: 'true', curr: 'CZK', status: 'PENDING' })
  expect(status).not.toHaveProperty('payerAcc')
})

test('takes booleans and numbers in either spelling', async () => {
  const { v2 } = await startSandboxUnderTest()
  const { json } = await v2('POST', 'payment.json', {
    ...orderV2,
    price: '500',
    test: true,
    prepareOnly: true,
  })
  expect(json).toMatchObject({ code: 0, redirect: expect.any(String) })
})

test('gives the redirect only to prepareOnly', async () => {
  const { v2 } = await startSandboxUnderTest()
  const { json } = await v2('POST', 'payment.json', { ...orderV2, prepareOnly: 'false' })
  expect(json).not.toHaveProperty('redirect')
})

test('cancels a waiting payment once', async () => {
  const { v2, createV2 } = await startSandboxUnderTest()
  const path = `payment/transId/${await createV2()}.json`
  expect((await v2('DELETE', path)).json).toEqual({ code: 0, message: 'OK' })
  expect((await v2('GET', path)).json.status).toBe('CANCELLED')
  expect((await v2('DELETE', path)).json.code).toBe(1400)
})

test.each([
  ['nothing', '', 1400],
  ['wrong secret', basic('123456', 'jine'), 1400],
  ['unknown merchant', basic('654321', 'tajne-heslo'), 1301],
])('refuses access: %s', async (_, authorization, code) => {
  const { url } = await startSandboxUnderTest()
  const response = await fetch(`${url}/v2.0/method.json`, { headers: { authorization } })
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ code })
})

test.each([200, 400] as const)('business errors have the chosen HTTP status %d', async (v2ErrorStatus) => {
  const { v2 } = await startSandboxUnderTest({ v2ErrorStatus })
  const unknown = await v2('GET', 'payment/transId/AAAA-BBBB-CCCC.json')
  expect(unknown).toEqual({ status: v2ErrorStatus, json: { code: 1400, message: 'Payment not found' } })
  const nested = await v2('POST', 'payment.json', { ...orderV2, label: ['a'] })
  expect(nested).toMatchObject({ status: v2ErrorStatus, json: { code: 1400 } })
})

test('lists methods, bank buttons for crowns only', async () => {
  const { v2 } = await startSandboxUnderTest()
  const groups = async (curr: string) => {
    const { methods } = (await v2('GET', `method.json?curr=${curr}`)).json as { methods: { group: string }[] }
    return new Set(methods.map(({ group }) => group))
  }
  expect(await groups('CZK')).toContain('BANK')
  expect(await groups('EUR')).toEqual(new Set(['CARD', 'WALLET']))
})
