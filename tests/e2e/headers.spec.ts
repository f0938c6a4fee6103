import { type IncomingHttpHeaders, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { expect, test } from '#tests/e2e/portal-test'
import { logIn, pay } from '#tests/e2e/steps'

test.use({ allowedComplaints: [/status of 404/] })

const pages = ['/', '/prihlaseni', '/overit', '/prehled', '/tohle-tu-neni', '/api/health']

for (const path of pages) {
  test(`${path} carries the headers that protect people`, async ({ request: browser }) => {
    const policyOf = async () => {
      const answer = await browser.get(path, { maxRedirects: 0 })
      return { answer, policy: answer.headers()['content-security-policy'] ?? '' }
    }
    const [first, second] = [await policyOf(), await policyOf()]
    expect(first.policy).not.toMatch(/unsafe-(inline|eval)/)
    expect(first.policy).toContain("frame-ancestors 'none'")
    expect(first.policy).toContain("object-src 'none'")
    expect(first.policy).toMatch(/form-action 'self' http/)
    const nonce = (policy: string) => /'nonce-([^']+)'/.exec(policy)?.[1]
    expect(nonce(first.policy)).toBeTruthy()
    expect(nonce(first.policy)).not.toBe(nonce(second.policy))
    expect(first.answer.headers()).toMatchObject({
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    expect(first.answer.headers()).not.toHaveProperty('x-powered-by')
  })
}

/** Asks for a path as it is written; browsers and fetch would put it right beforehand. */
const askAsWritten = (baseURL: string, path: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; text: string }>((resolve, reject) => {
    const { hostname, port, host } = new URL(baseURL)
    request({ hostname, port, path, headers: { host, ...headers } }, async (answer) => {
      const pieces: Buffer[] = []
      for await (const piece of answer) pieces.push(piece)
      resolve({
        status: answer.statusCode ?? 0,
        headers: answer.headers,
        text: Buffer.concat(pieces).toString(),
      })
    })
      .on('error', reject)
      .end()
  })

for (const path of ['/_next/static/../../pristupnost', '/_next/static/%2e%2e/%2e%2e/pristupnost']) {
  test(`${path} is the page it names, with all its headers`, async ({ baseURL }) => {
    const answer = await askAsWritten(baseURL ?? '', path, { 'x-nonce': 'forged' })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(answer.text).toMatch(/Prohlášení o\spřístupnosti/)
    expect(answer.text).not.toContain('forged')
  })
}

/** What is said over a bare connection, and what comes back. */
const say = (baseURL: string, text: string) =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(baseURL)
    let heard = ''
    connect(Number(port), hostname, function (this: Socket) {
      this.write(text)
    })
      .on('data', (piece) => {
        heard += piece
      })
      .on('close', () => resolve(heard))
      .on('error', reject)
  })

for (const [what, text, status] of [
  ['no request', 'nonsense\r\n\r\n', 400],
  ['an address that is none', 'GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a zero in an address', 'GET /platby/%00 HTTP/1.1\r\nHost: x\r\n\r\n', 400],
  ['a head without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`, 431],
  ['an expectation nobody knows', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: wonders\r\n\r\n', 417],
  [
    'a long form',
    `POST /overit HTTP/1.1\r\nHost: x\r\nContent-Length: ${300 * 1024}\r\nExpect: 100-continue\r\n\r\n`,
    413,
  ],
  [
    'a long file of nobody',
    `POST /urad/vypisy HTTP/1.1\r\nHost: x\r\nContent-Length: ${31 * 1024 * 1024}\r\nExpect: 100-continue\r\n\r\n`,
    401,
  ],
] as const) {
  test(`${what} is answered ${status} at once, with the headers of every answer`, async ({ baseURL }) => {
    const answer = await say(baseURL ?? '', text)
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(answer.toLowerCase()).toMatch(/\ncontent-security-policy: .*frame-ancestors 'none'/)
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff')
  })
}

test('an action of a foreign page is refused, one with arguments made by hand is wrong, none is our fault', async ({
  page,
  baseURL,
}) => {
  await page.goto('/overit')
  const sent = page.waitForRequest((request) => request.headers()['next-action'] !== undefined)
  await page.getByLabel('Kód ze zprávy').fill('AAAA-CCCC')
  await page.getByRole('button', { name: 'Ověřit kód' }).click()
  const action = (await sent).headers()['next-action'] ?? ''
  const post = async (headers: Record<string, string>, data: string) =>
    (
      await page.request.post('/overit', {
        headers: { 'next-action': action, 'content-type': 'text/plain;charset=UTF-8', ...headers },
        data,
      })
    ).status()
  const own = { origin: new URL(baseURL ?? '').origin }
  for (const origin of ['https://evil.example', 'null']) expect(await post({ origin }, '[]')).toBe(403)
  for (const data of ['[]', '[1,2]', '[null,"$Q1"]', '{', '["$K1",{}]', '[{"typed":[]},{"kod":"x"}]']) {
    expect(await post(own, data), data).toBe(400)
  }
  const form = 'multipart/form-data; boundary=x'
  expect(await post({ ...own, 'content-type': form }, '--x\r\nbroken')).toBe(400)
  expect(await post({ ...own, 'content-type': 'multipart/form-data' }, '')).toBe(400)
})

test('whoever types many codes waits while the browser works, and is answered all the same', async ({
  browser,
  baseURL,
}) => {
  // Of a network nobody else of the tests is in.
  const headers = { 'x-forwarded-for': '203.0.113.9' }
  const context = await browser.newContext({ baseURL: baseURL ?? '', extraHTTPHeaders: headers })
  const page = await context.newPage()
  let answers = 0
  page.on('response', (response) => {
    if (response.request().method() === 'POST') answers++
  })
  await page.goto('/overit')
  for (let code = 2; code < 13; code++) {
    const known = answers
    await page.getByLabel('Kód ze zprávy').fill(`AAAA-DD${String(code).padStart(2, '0')}`)
    await page.getByRole('button', { name: 'Ověřit kód' }).click()
    await expect.poll(() => answers).toBeGreaterThan(known)
  }
  // The eleventh was sent once more by the browser itself.
  await expect.poll(() => answers).toBe(12)
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Takovou zprávu jsme neposlali')
  await context.close()
})

test('a page that is not there says so in words and in the status', async ({ page }) => {
  const answer = await page.goto('/tohle-tu-neni')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tuto stránku tu nemáme')
  await page.getByRole('main').getByRole('link', { name: 'Na úvodní stránku' }).click()
  await expect(page).toHaveURL('/')
})

test('what belongs to somebody else looks exactly like what does not exist', async ({
  page,
  browser,
  baseURL,
  newCitizen,
  sql,
}) => {
  const owner = await newCitizen([{}])
  const context = await browser.newContext({ baseURL: baseURL ?? '', locale: 'cs-CZ' })
  const ownerPage = await context.newPage()
  await logIn(ownerPage, owner.fullName)
  await pay(ownerPage)
  const theirOrder = new URL(ownerPage.url()).pathname
  await context.close()
  const [claim] = await sql`
    select a.id from assessment a join account ac on ac.id = a.account_id
      join payer p on p.id = ac.payer_id where p.external_id = ${owner.payerId}`

  const { fullName } = await newCitizen([{}])
  await logIn(page, fullName)
  const missing = '00000000-0000-4000-8000-000000000000'
  const seen = async (path: string) => {
    const answer = await page.goto(path)
    return {
      status: answer?.status(),
      text: await page.locator('body').ariaSnapshot(),
      title: await page.title(),
    }
  }
  for (const [theirs, nobodys] of [
    [`/predpisy/${claim?.id}`, `/predpisy/${missing}`],
    [theirOrder, `/platby/${missing}`],
  ] as const) {
    const answer = await seen(theirs)
    expect(answer.status).toBe(404)
    expect(answer).toEqual(await seen(nobodys))
    expect(answer).toEqual(await seen(`${theirs.slice(0, theirs.lastIndexOf('/'))}/neco`))
  }
  const confirmation = (path: string) => page.request.get(`${path}/potvrzeni`)
  const [theirs, nobodys] = [await confirmation(theirOrder), await confirmation(`/platby/${missing}`)]
  expect([theirs.status(), await theirs.text()]).toEqual([nobodys.status(), await nobodys.text()])
  expect(theirs.status()).toBe(404)
  await page.goto(`/zkontrolovat?predpis=${claim?.id}`)
  await expect(page.getByRole('main')).toContainText('Nic k zaplacení není vybráno')
})
