import { afterAll, beforeAll, expect, test } from 'vitest'
import { signText, stampAt, textOf } from '#sandbox/csob/signing'
import { startSandboxUnderTest } from '#tests/fixtures/sandbox/csob'

let sandbox: Awaited<ReturnType<typeof startSandboxUnderTest>>
beforeAll(async () => {
  sandbox = await startSandboxUnderTest()
})
afterAll(() => sandbox.close())

let last = 0
async function make(returnMethod: 'POST' | 'GET' = 'POST', name = 'Poplatky') {
  const fields = {
    merchantId: sandbox.connection.merchant,
    orderNo: String(++last),
    dttm: stampAt(Date.now()),
    payOperation: 'payment',
    payMethod: 'card',
    totalAmount: 144_000,
    currency: 'CZK',
    closePayment: true,
    returnUrl: 'http://localhost:3000/navrat?a=1',
    returnMethod,
  }
  const item = { name, quantity: 1, amount: 144_000 }
  const text = textOf([...Object.values(fields), Object.values(item), 'cs'])
  const signature = signText(text, sandbox.connection.privateKey)
  const answer = await fetch(`${sandbox.apiUrl}/payment/init`, {
    method: 'POST',
    body: JSON.stringify({ ...fields, cart: [item], language: 'cs', signature }),
  })
  const { payId } = (await answer.json()) as { payId: string }
  return `${sandbox.url}/pay/${encodeURIComponent(payId)}`
}
const decide = (page: string, decision: string) =>
  fetch(page, { method: 'POST', body: new URLSearchParams({ decision }), redirect: 'manual' })

test('the page tells the amount and what it is for, as text', async () => {
  const html = await (await fetch(await make('POST', '<b>Odpad</b>'))).text()
  expect(html).toContain('<h1>Zaplatit 1\u00a0440\u00a0Kč</h1>')
  expect(html).not.toContain('<b>Odpad')
  for (const button of [
    'Zaplatit kartou',
    'Zrušit platbu',
    'Nechat banku platbu zamítnout',
    'Vrátit se, než',
  ]) {
    expect(html).toContain(button)
  }
})

test.each([
  ['pay', '7'],
  ['cancel', '3'],
  ['decline', '6'],
  ['wait', '1'],
])(
  '%s goes back by a form that posts status %s to the portal and may lead only there',
  async (decision, told) => {
    const answer = await decide(await make(), decision)
    const html = await answer.text()
    expect(html).toContain('action="http://localhost:3000/navrat?a=1"')
    expect(html).toContain(`name="paymentStatus" value="${told}"`)
    expect(html).toMatch(/name="signature" value="[A-Za-z0-9+/=]{300,}"/)
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("form-action 'self' http://localhost:3000;")
    expect(policy).toContain("script-src 'sha256-")
  },
)

test('by GET where the shop asked for it', async () => {
  const answer = await decide(await make('GET'), 'pay')
  const back = new URL(answer.headers.get('location') ?? '')
  expect(Object.fromEntries(back.searchParams)).toMatchObject({ a: '1', paymentStatus: '7', resultCode: '0' })
})

test('a decision made cannot be made again', async () => {
  const page = await make()
  await decide(page, 'cancel')
  expect(await (await decide(page, 'pay')).text()).toContain('name="paymentStatus" value="3"')
  const html = await (await fetch(page)).text()
  expect(html).toContain('Platba byla zrušena')
  expect(html).not.toContain('Zaplatit kartou')
})

test('the payer who never returns stays on the page', async () => {
  await sandbox.behaveNext({ payerNeverReturns: true })
  const page = await make()
  const answer = await decide(page, 'pay')
  expect(answer.headers.get('location')).toBe(page)
})

test('an unknown payment is told as such', async () => {
  expect((await fetch(`${sandbox.url}/pay/nic`)).status).toBe(404)
})
