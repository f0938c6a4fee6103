import { expect, test } from 'vitest'
import { postForm, startSandboxUnderTest } from '#tests/fixtures/sandbox/comgate'

const pageOf = (url: string, transId: string) => `${url}/client/instructions/index?id=${transId}`

test('shows the amount, the label and what can be done', async () => {
  const { url, createV1 } = await startSandboxUnderTest()
  const response = await fetch(pageOf(url, await createV1({ label: '<b>Psi</b>' })))
  const page = await response.text()
  expect(response.status).toBe(200)
  expect(page).toContain('<html lang="cs">')
  expect(page).toContain('Zkušební platební brána')
  expect(page).toContain('<h1>Zaplatit 1\u00a0440\u00a0Kč</h1>')
  expect(page).toContain('&lt;b&gt;Psi')
  expect(page).not.toMatch(/<script/)
  for (const text of [
    'Zaplatit kartou',
    'Zaplatit bankovním tlačítkem',
    'Zrušit platbu',
    'Rozhodnout se později',
  ])
    expect(page).toContain(text)
})

test('offers only allowed methods', async () => {
  const { url, createV1, seen } = await startSandboxUnderTest()
  const transId = await createV1({ method: 'CARD_ALL' })
  expect(await (await fetch(pageOf(url, transId))).text()).not.toContain('bankovním tlačítkem')
  await postForm(pageOf(url, transId), { decision: 'bank' })
  expect((await seen(transId)).status).toBe('PENDING')
})

test.each([
  ['card', 'PAID', 'CARD_CZ_CSOB_2'],
  ['bank', 'PAID', 'BANK_CZ_KB'],
  ['cancel', 'CANCELLED', ''],
  ['later', 'PENDING', ''],
])('after %s the payer returns and the payment is %s', async (decision, status, method) => {
  const { url, createV1, seen } = await startSandboxUnderTest()
  const transId = await createV1()
  const response = await postForm(pageOf(url, transId), { decision })
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toBe(
    `http://localhost:3000/navrat?id=${transId}&refId=obj%261%20%25`,
  )
  expect(await seen(transId)).toMatchObject({ status, method })
})

test.each([
  ['card', false, `http://localhost:3000/ano/\${id}`],
  ['cancel', false, 'http://localhost:3000/ne'],
  ['later', false, 'http://localhost:3000/pozdeji'],
  ['card', true, 'http://localhost:3000/ano/TRANSID'],
])(
  'after %s uses the address sent with create (substitution %s)',
  async (decision, substituteApiUrls, address) => {
    const { url, createV1 } = await startSandboxUnderTest({ substituteApiUrls })
    const transId = await createV1({
      url_paid: `http://localhost:3000/ano/\${id}`,
      url_cancelled: 'http://localhost:3000/ne',
      url_pending: 'http://localhost:3000/pozdeji',
    })
    const response = await postForm(pageOf(url, transId), { decision })
    expect(response.headers.get('location')).toBe(address.replace('TRANSID', transId))
  },
)

test('a decided payment is told so, with a way back', async () => {
  const { url, createV1, control } = await startSandboxUnderTest()
  const transId = await createV1()
  await control('POST', `payments/${transId}/cancel`)
  const again = await postForm(pageOf(url, transId), { decision: 'card' })
  expect(again.headers.get('location')).toBe(pageOf(url, transId))
  const page = await (await fetch(pageOf(url, transId))).text()
  expect(page).toContain('<h1>Platba byla zrušena</h1>')
  expect(page).toMatch(/href="http:\/\/localhost:3000\/navrat\?id=[^"]+">Zpět do portálu</)
  expect(page).not.toContain('<form')
})

test('payerNeverReturns leaves the payer on a page without a way back', async () => {
  const { url, behave, createV1 } = await startSandboxUnderTest()
  await behave({ payerNeverReturns: true })
  const transId = await createV1()
  const response = await postForm(pageOf(url, transId), { decision: 'card' })
  expect(response.headers.get('location')).toBe(pageOf(url, transId))
  const page = await (await fetch(pageOf(url, transId))).text()
  expect(page).toContain('<h1>Platba proběhla</h1>')
  expect(page).not.toContain('href="http')
})

test('the policy lets the form end up in the portal and nothing else', async () => {
  const { url, createV1 } = await startSandboxUnderTest()
  const transId = await createV1({ url_paid: 'http://127.0.0.1:3100/hotovo' })
  const policy = (await fetch(pageOf(url, transId))).headers.get('content-security-policy')
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("form-action 'self' http://localhost:3000 http://127.0.0.1:3100;")
})

test('does not know a made-up payment', async () => {
  const { url } = await startSandboxUnderTest()
  expect((await fetch(pageOf(url, 'AAAA-BBBB-CCCC'))).status).toBe(404)
})
