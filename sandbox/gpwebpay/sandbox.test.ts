import { createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { SandboxOptions } from '#sandbox/gpwebpay/options'
import { startSandboxUnderTest, stepFrom } from '#tests/fixtures/sandbox/gpwebpay'

// Written apart from the portal's own adapter, so that both cannot be wrong in the same way unnoticed.
const shop = generateKeyPairSync('rsa', { modulusLength: 2048 })
const gateway = generateKeyPairSync('rsa', { modulusLength: 2048 })
const keys = {
  privateKey: gateway.privateKey,
  nextPrivateKey: gateway.privateKey,
  merchantPublicKey: shop.publicKey,
  algorithm: 'RSA-SHA1' as const,
}
const signed = (text: string) => sign('RSA-SHA1', Buffer.from(text), shop.privateKey).toString('base64')
const returnUrl = 'http://localhost:3000/navrat'

async function start(options: Partial<SandboxOptions> = {}) {
  const sandbox = await startSandboxUnderTest({ keys, ...options })
  onTestFinished(() => sandbox.close())
  return sandbox
}

function orderAddress(url: string, changes: Record<string, string> = {}) {
  const order = {
    MERCHANTNUMBER: '9999999022',
    OPERATION: 'CREATE_ORDER',
    ORDERNUMBER: '5547',
    AMOUNT: '144000',
    CURRENCY: '203',
    DEPOSITFLAG: '1',
    URL: returnUrl,
    ...changes,
  }
  const query = new URLSearchParams({ ...order, DIGEST: signed(Object.values(order).join('|')) })
  return `${url}?${query}`
}

test('an order leads to a Czech page that lets the form end in the portal and nowhere else', async () => {
  const { orderUrl } = await start()
  const page = await fetch(await stepFrom(orderAddress(orderUrl)))
  const html = await page.text()
  expect(html).toContain('Zaplatit 1\u00a0440\u00a0Kč')
  for (const name of ['pay', 'pay-by-bank', 'decline', 'wait', 'cancel'])
    expect(html).toContain(`value="${name}"`)
  expect(page.headers.get('content-security-policy')).toContain("form-action 'self' http://localhost:3000;")
})

test.each([
  [{ MERCHANTNUMBER: '1' }, '11', '0'],
  [{ OPERATION: 'CARD_VERIFICATION' }, '3', '12'],
  [{ ORDERNUMBER: 'abc' }, '3', '1'],
  [{ AMOUNT: '0' }, '3', '6'],
  [{ MD: 'žluť' }, '3', '25'],
])('an order with %o comes back with %s/%s, signed for the shop', async (changes, primary, secondary) => {
  const { orderUrl } = await start()
  const back = new URL(await stepFrom(orderAddress(orderUrl, changes)))
  expect(back.searchParams.get('PRCODE')).toBe(primary)
  if (primary !== '3') return
  expect(back.searchParams.get('SRCODE')).toBe(secondary)
})

test('a wrong signature of the order comes back with 31, an order without a return address stays', async () => {
  const { orderUrl } = await start()
  const address = orderAddress(orderUrl).replace('144000', '100')
  expect(new URL(await stepFrom(address)).searchParams.get('PRCODE')).toBe('31')
  expect((await fetch(orderAddress(orderUrl, { URL: 'nikam' }))).status).toBe(400)
})

test('the return is signed in two ways over the fields that are there', async () => {
  const { orderUrl } = await start()
  const back = new URL(await stepFrom(await stepFrom(orderAddress(orderUrl)), { decision: 'pay' }))
  const text = 'CREATE_ORDER|5547|0|0|OK|123456'
  const isSigned = (name: string, expected: string) =>
    verify(
      'RSA-SHA1',
      Buffer.from(expected),
      createPublicKey(gateway.publicKey.export({ type: 'spki', format: 'pem' })),
      Buffer.from(back.searchParams.get(name) ?? '', 'base64'),
    )
  expect(isSigned('DIGEST', text)).toBe(true)
  expect(isSigned('DIGEST1', `${text}|9999999022`)).toBe(true)
})

test('payments survive a restart, and an unfinished one is ended when its time is over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'gpwebpay-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const stateFile = join(folder, 'state.jsonl')
  const first = await startSandboxUnderTest({ keys, stateFile })
  await stepFrom(orderAddress(first.orderUrl, { ORDERNUMBER: '1' }))
  await stepFrom(orderAddress(first.orderUrl, { ORDERNUMBER: '2' }))
  await first.decide('2', 'pay')
  await first.close()
  const second = await start({ stateFile, sessionMs: 1 })
  await expect.poll(async () => (await second.seen('1'))?.state).toBe(21)
  expect(await second.seen('2')).toMatchObject({ state: 7, captureAmount: 144_000 })
})

test('the tester sees payments and gives the next one a behaviour', async () => {
  const { url, orderUrl, seen } = await start()
  await stepFrom(`${url}/sandbox`, { action: 'set', badDigest: 'both', returnCodes: 'pending' })
  await stepFrom(orderAddress(orderUrl))
  expect(await seen('5547')).toMatchObject({
    behaviour: { badDigest: 'both', returnCodes: { primary: 250, secondary: 0 } },
  })
  expect(await (await fetch(`${url}/sandbox`)).text()).toContain('5547')
})

test('an echo answers, a text that is no call does not', async () => {
  const { serviceUrl } = await start()
  const envelope = (body: string) =>
    `<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`
  const post = async (body: string) => (await fetch(serviceUrl, { method: 'POST', body })).text()
  expect(await post(envelope('<v1:echo xmlns:v1="http://gpe.cz/pay/pay-ws/proc/v1"/>'))).toContain(
    'echoResponse',
  )
  expect(await post('{}')).toBe('Not a SOAP request')
})
