import { afterEach, expect, test } from 'vitest'
import { instantAt, setClock } from '#lib/core/clock'
import { startGatewayUnderTest, startServer } from '#tests/fixtures/gopay'

afterEach(() => setClock(null))

test('one token serves many calls, also when they begin at once', async () => {
  const { gateway, create, tokensIssued } = await startGatewayUnderTest()
  await Promise.all([create(), create(), create()])
  await gateway.status(await create())
  expect(await tokensIssued()).toBe(1)
})

test('a token is put aside shortly before its end', async () => {
  const { create, tokensIssued } = await startGatewayUnderTest()
  const startMs = Date.now()
  await create()
  setClock(() => instantAt(startMs + 28 * 60_000))
  await create()
  expect(await tokensIssued()).toBe(1)
  setClock(() => instantAt(startMs + 29 * 60_000 + 10_000))
  await Promise.all([create(), create()])
  expect(await tokensIssued()).toBe(2)
})

test('a token that ends in the middle is renewed once and the call made again', async () => {
  const { gateway, request, behaveNext, createPaid, behave, payments, tokensIssued } =
    await startGatewayUnderTest()
  const id = await createPaid()
  await behaveNext({ tokenExpiresTimes: 1 })
  expect(await gateway.create(request)).toMatchObject({ kind: 'created' })
  expect(await payments()).toHaveLength(2)
  expect(await tokensIssued()).toBe(2)
  await behave(id, { tokenExpiresTimes: 1 })
  expect(await gateway.status(id)).toMatchObject({ payment: { state: 'paid' } })
  expect(await tokensIssued()).toBe(3)
})

test('many calls that meet a worthless token at once get one new token', async () => {
  const { gateway, createPaid, control, tokensIssued } = await startGatewayUnderTest()
  const id = await createPaid()
  await control('DELETE', 'tokens')
  const answers = await Promise.all(Array.from({ length: 8 }, () => gateway.status(id)))
  expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['known']))
  expect(await tokensIssued()).toBe(2)
})

test.each([
  ['http500', 'no token: HTTP 500'],
  ['html', 'no token: HTTP 200'],
  ['hang', expect.stringMatching(/^no token: no reply within/)],
] as const)('without a token (%s) nothing is sent: states stay unanswered', async (tokenFails, reason) => {
  const { gateway, request, control, payments } = await startGatewayUnderTest({
    timeoutMs: tokenFails === 'hang' ? 1000 : 10_000,
  })
  await control('POST', 'switches', { tokenFails })
  expect(await gateway.status('3000000001')).toMatchObject({ kind: 'unanswered', reason })
  // Surely nothing exists at the gateway, so a person may try again.
  expect(await gateway.create(request)).toMatchObject({ kind: 'refused', reason })
  await control('POST', 'switches', { tokenFails: null })
  expect(await payments()).toEqual([])
  expect(await gateway.create(request)).toMatchObject({ kind: 'created' })
})

test('wrong credentials are told without being kept', async () => {
  const { gateway, request } = await startGatewayUnderTest({ clientSecret: 'nespravne-heslo' })
  const answer = await gateway.create(request)
  expect(answer).toMatchObject({ kind: 'refused', reason: 'no token: HTTP 403' })
  expect(JSON.stringify(answer)).not.toContain('nespravne-heslo')
})

test('secrets, tokens and payers stay out of what is kept', async () => {
  const secrets: string[] = []
  // A gateway so careless that it repeats everything it was told.
  const url = await startServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(Buffer.from(chunk))
    if (request.url?.endsWith('/oauth2/token')) {
      secrets.push(String(request.headers.authorization).slice('Basic '.length))
      const token = 'aB/cD+token-1234567890'
      secrets.push(token, 'aB\\/cD+token')
      response.end(JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: 1800 }))
      return
    }
    const payer = { contact: { email: 'jana@example.cz', last_name: 'Nováková' }, card: '444444******4448' }
    response.end(
      JSON.stringify({ state: 'PAID', payer, heard: request.headers, body: String(Buffer.concat(chunks)) }),
    )
  })
  const clientSecret = 'heslo/obchodu+7f3a'
  const { gateway, request } = await startGatewayUnderTest({ url, clientSecret })
  const answers = [
    await gateway.create(request),
    await gateway.status('3000000001'),
    await gateway.refunds('3000000001'),
    await gateway.health?.(),
  ]
  const kept = JSON.stringify(answers)
  expect(kept).toContain('PAID')
  for (const secret of [
    ...secrets,
    clientSecret,
    'heslo\\/obchodu',
    'jana@',
    'podatelna@',
    'Nováková',
    '444444',
  ])
    expect(kept).not.toContain(JSON.stringify(secret).slice(1, -1))
  expect(kept).toMatch(/znak=\[hidden\]/)
})
