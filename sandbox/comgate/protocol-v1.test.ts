import { expect, test } from 'vitest'
import { orderV1, postForm, startSandboxUnderTest, withAccess } from '#tests/fixtures/sandbox/comgate'

test('creates a payment and tells its status', async () => {
  const { url, v1 } = await startSandboxUnderTest()
  const created = await v1('create', orderV1)
  const transId = created.get('transId') ?? ''
  expect(transId).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/)
  expect(Object.fromEntries(created)).toEqual({
    code: '0',
    message: 'OK',
    transId,
    redirect: `${url}/client/instructions/index?id=${transId}`,
  })
  expect(Object.fromEntries(await v1('status', { transId }))).toMatchObject({
    code: '0',
    merchant: '123456',
    secret: 'tajne-heslo',
    test: 'true',
    price: '144000',
    curr: 'CZK',
    label: 'Poplatky + psi',
    refId: 'obj&1 %',
    email: 'eva@example.cz',
    status: 'PENDING',
    fee: 'unknown',
    method: '',
  })
})

test('without prepareOnly sends the browser to the page of the payer', async () => {
  const { url } = await startSandboxUnderTest()
  const response = await postForm(`${url}/v1.0/create`, withAccess({ ...orderV1, prepareOnly: 'false' }))
  expect(response.status).toBe(302)
  expect(response.headers.get('location')).toMatch(`${url}/client/instructions/index?id=`)
})

test('cancels a waiting payment once, labelling the reply as a page', async () => {
  const { url, v1, createV1 } = await startSandboxUnderTest()
  const transId = await createV1()
  const response = await postForm(`${url}/v1.0/cancel`, withAccess({ transId }))
  expect(response.headers.get('content-type')).toContain('text/html')
  expect(await response.text()).toBe('code=0&message=OK')
  expect((await v1('status', { transId })).get('status')).toBe('CANCELLED')
  expect((await v1('cancel', { transId })).get('code')).toBe('1400')
})

test.each([
  ['wrong secret', 'status', { secret: 'jine' }, '1400'],
  ['empty merchant', 'create', { merchant: '' }, '1400'],
  ['unknown merchant', 'create', { merchant: '654321' }, '1301'],
  ['unknown payment', 'status', { transId: 'AAAA-BBBB-CCCC' }, '1400'],
  ['missing transId', 'status', {}, '1400'],
  ['unknown payment', 'cancel', { transId: 'AAAA-BBBB-CCCC' }, '1400'],
  ['missing price', 'create', { ...orderV1, price: '' }, '1400'],
])('refuses with HTTP 200: %s in %s', async (_, operation, fields, code) => {
  const { url } = await startSandboxUnderTest()
  const response = await postForm(`${url}/v1.0/${operation}`, withAccess(fields))
  expect(response.status).toBe(200)
  expect(new URLSearchParams(await response.text()).get('code')).toBe(code)
})

test('lists methods as XML or as JSON', async () => {
  const { url } = await startSandboxUnderTest()
  const list = async (fields: Record<string, string>) =>
    (await postForm(`${url}/v1.0/methods`, withAccess(fields))).text()
  expect(await list({})).toMatch(/^<\?xml .*\n<methods><method><id>CARD_CZ_CSOB_2<\/id><name>/)
  expect(JSON.parse(await list({ type: 'json' })).methods[0]).toMatchObject({ id: 'CARD_CZ_CSOB_2' })
  expect(JSON.parse(await list({ type: 'json', secret: 'jine' }))).toEqual({
    error: { code: 1400, message: 'Unauthorized access', extraMessage: '' },
  })
  expect(await list({ secret: 'jine' })).toContain('<error><code>1400</code>')
})

test('knows no other operation and no other method', async () => {
  const { url } = await startSandboxUnderTest()
  expect((await postForm(`${url}/v1.0/refundAll`, withAccess({}))).status).toBe(404)
  expect((await fetch(`${url}/v1.0/status`)).status).toBe(405)
})
