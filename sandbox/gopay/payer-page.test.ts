import { expect, test } from 'vitest'
import { decide, startSandboxUnderTest } from '#tests/fixtures/sandbox/gopay'

test('shows the amount, the description and what can be done', async () => {
  const { create, pageOf } = await startSandboxUnderTest()
  const response = await fetch(await pageOf(await create({ order_description: '<b>Psi</b>' })))
  const page = await response.text()
  expect(page).toContain('<html lang="cs">')
  expect(page).toContain('Zkušební platební brána')
  expect(page).toContain('<h1>Zaplatit 1\u00a0440\u00a0Kč</h1>')
  expect(page).toContain('&lt;b&gt;Psi')
  expect(page).not.toMatch(/<script/)
  for (const text of [
    'Zaplatit kartou',
    'Zaplatit bankovním tlačítkem',
    'Zaplatit převodem později',
    'Zrušit platbu',
  ])
    expect(page).toContain(text)
  expect(response.headers.get('content-security-policy')).toContain(
    "form-action 'self' http://localhost:3000;",
  )
})

test.each([
  ['card', 'PAID', 'PAYMENT_CARD', null],
  ['bank', 'PAID', 'BANK_ACCOUNT', '_3001'],
  ['wait', 'PAYMENT_METHOD_CHOSEN', 'BANK_ACCOUNT', '_102'],
  ['cancel', 'CANCELED', null, null],
])(
  'after %s the payer returns with the number and the payment is %s',
  async (decision, state, instrument, subState) => {
    const { create, pageOf, seen } = await startSandboxUnderTest()
    const id = await create()
    const response = await decide(await pageOf(id), decision)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(`http://localhost:3000/navrat?platba=7&id=${id}`)
    expect(await seen(id)).toMatchObject({ state, instrument, subState })
  },
)

test('who waits can still pay or cancel', async () => {
  const { create, pageOf, seen } = await startSandboxUnderTest()
  const id = await create()
  const page = await pageOf(id)
  await decide(page, 'wait')
  expect(await (await fetch(page)).text()).toContain('Čekáme na peníze z banky.')
  await decide(page, 'card')
  expect(await seen(id)).toMatchObject({ state: 'PAID', instrument: 'PAYMENT_CARD', subState: null })
})

test('offers only what the shop allowed', async () => {
  const { create, pageOf, seen } = await startSandboxUnderTest()
  const id = await create({ payer: { allowed_payment_instruments: ['PAYMENT_CARD'] } })
  const page = await pageOf(id)
  expect(await (await fetch(page)).text()).not.toContain('bankovním tlačítkem')
  for (const decision of ['bank', 'toString', '']) await decide(page, decision)
  expect((await seen(id)).state).toBe('CREATED')
})

test('a decided payment is told so, with a way back', async () => {
  const { create, control, pageOf } = await startSandboxUnderTest()
  const id = await create()
  const page = await pageOf(id)
  await control('POST', `payments/${id}/expire`)
  expect((await decide(page, 'card')).headers.get('location')).toBe(page)
  const text = await (await fetch(page)).text()
  expect(text).toContain('<h1>Platnost platby vypršela</h1>')
  expect(text).toContain(`href="http://localhost:3000/navrat?platba=7&amp;id=${id}">Zpět do portálu</a>`)
  expect(text).not.toContain('<form')
})

test('payerNeverReturns leaves the payer on a page without a way back', async () => {
  const { behave, create, pageOf } = await startSandboxUnderTest()
  await behave({ payerNeverReturns: true })
  const page = await pageOf(await create())
  expect((await decide(page, 'card')).headers.get('location')).toBe(page)
  expect(await (await fetch(page)).text()).not.toContain('href="http')
})

test('does not know a made-up payment', async () => {
  const { url } = await startSandboxUnderTest()
  expect((await fetch(`${url}/gw/v3/abc`)).status).toBe(404)
})
