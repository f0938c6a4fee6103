import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Part, signText, stampAt, stampsApartMs, textOf, verifyText } from '#sandbox/csob/signing'
import { rsaKey, startSandboxUnderTest } from '#tests/fixtures/sandbox/csob'

type Sandbox = Awaited<ReturnType<typeof startSandboxUnderTest>>
let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandboxUnderTest()
})
afterAll(() => sandbox.close())

let last = 0
const order = () => ({
  merchantId: 'M1MIPS0001',
  orderNo: String(++last),
  dttm: stampAt(Date.now()),
  payOperation: 'payment',
  payMethod: 'card',
  totalAmount: 150_000,
  currency: 'CZK',
  closePayment: true,
  returnUrl: 'http://localhost:3000/navrat',
  returnMethod: 'POST',
  cart: [
    { name: 'Komunální odpad', quantity: 1, amount: 100_000, description: 'Poplatek 2026' },
    { name: 'Pes', quantity: 1, amount: 50_000 },
  ],
  customer: { name: 'Jan Novák', email: 'jan.novak@example.com', mobilePhone: '+420.800300300' },
  merchantData: 'aWQ9NTU0OA==',
  language: 'cs',
  ttlSec: 1800,
})

/** Sends an order signed as its fields stand, nested ones item by item. */
async function init(changes: object, at = sandbox, key = at.connection.privateKey) {
  const fields = { ...order(), ...changes }
  const parts = (value: unknown): Part =>
    Array.isArray(value)
      ? value.map(parts)
      : typeof value === 'object' && value !== null
        ? Object.values(value).map(parts)
        : (value as Part)
  const signature = signText(textOf([parts(fields)]), key)
  const answer = await fetch(`${at.apiUrl}/payment/init`, {
    method: 'POST',
    body: JSON.stringify({ ...fields, signature }),
  })
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
}

test('an order of two items with a customer is signed in the order of the protocol', async () => {
  const { status, json } = await init({})
  expect({ status, ...json }).toMatchObject({ status: 200, resultCode: 0, paymentStatus: 1 })
  const { signature, ...fields } = json
  const [gatewayKey] = sandbox.connection.publicKeys
  if (!gatewayKey) throw new Error('no key')
  expect(verifyText(textOf(Object.values(fields) as Part[]), signature, gatewayKey)).toBe(true)
  expect(Object.keys(fields)).toEqual(['payId', 'dttm', 'resultCode', 'resultMessage', 'paymentStatus'])
})

test.each<[string, object, number, number]>([
  ['another merchant', { merchantId: 'M2' }, 403, 120],
  ['a time long ago', { dttm: '20200101000000' }, 400, 110],
  ['no time', { dttm: 'now' }, 400, 110],
  ['no amount', { totalAmount: undefined }, 400, 100],
  ['an amount that is not the sum', { totalAmount: 150_001 }, 400, 110],
  ['three items', { cart: [1, 2, 3].map(() => ({ name: 'Pes', quantity: 1, amount: 50_000 })) }, 400, 110],
  ['a name of 21 letters', { cart: [{ name: 'x'.repeat(21), quantity: 1, amount: 150_000 }] }, 400, 110],
  ['a name with a blank at its end', { cart: [{ name: 'Pes ', quantity: 1, amount: 150_000 }] }, 400, 110],
  ['an order number of 11 digits', { orderNo: '12345678901' }, 400, 110],
  ['a language in capitals', { language: 'CS' }, 400, 110],
  ['a life of a minute', { ttlSec: 60 }, 400, 110],
  ['data that are not base64', { merchantData: 'á' }, 400, 110],
])('%s is refused', async (_what, changes, httpStatus, resultCode) => {
  const { status, json } = await init(changes)
  expect([status, json.resultCode]).toEqual([httpStatus, resultCode])
})

test('a request signed by a stranger is refused', async () => {
  expect(await init({}, sandbox, rsaKey())).toMatchObject({
    status: 401,
    json: { resultMessage: 'Wrong signature' },
  })
})

test('an order number is used once it is paid, and may come again while it is not', async () => {
  const first = await init({ orderNo: '900' })
  expect((await init({ orderNo: '900' })).json.resultCode).toBe(0)
  await sandbox.decide(String(first.json.payId), 'pay')
  expect((await init({ orderNo: '900' })).json).toMatchObject({
    resultCode: 110,
    resultMessage: expect.stringContaining('already exists'),
  })
})

test('the stamp is the clock in Prague, and two stamps can be compared', () => {
  expect(stampAt(Date.parse('2026-07-01T10:00:05Z'))).toBe('20260701120005')
  expect(stampAt(Date.parse('2026-01-01T23:00:00Z'))).toBe('20260102000000')
  expect(stampsApartMs('20260701120005', '20260701115955')).toBe(10_000)
  expect(stampsApartMs('x', '20260701115955')).toBeNaN()
})

test('payments survive a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'csob-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const stateFile = join(folder, 'state.jsonl')
  const first = await startSandboxUnderTest({ stateFile })
  const payId = String((await init({ orderNo: '5548' }, first)).json.payId)
  await first.decide(payId, 'pay')
  await first.close()
  const second = await startSandboxUnderTest({ stateFile })
  expect(await second.seen('5548')).toMatchObject([{ payId, status: 7 }])
  await second.close()
})
