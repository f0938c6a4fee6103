import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createBrowser, formAction, returned, startTestPortal } from '#tests/fixtures/sandbox/identity'

let portal: Awaited<ReturnType<typeof startTestPortal>>

beforeAll(async () => {
  portal = await startTestPortal()
})
beforeEach(() => {
  portal.logoutTokens.length = 0
})
afterAll(() => portal.stop())

async function signedInBrowser() {
  const browser = createBrowser(portal.url)
  const page = await browser.visit(portal.authorizeUrl())
  const back = await browser.visit(await formAction(page), { subject: 'obcan-1' })
  const { body } = await portal.exchange(returned(back).get('code') ?? '')
  const { claims } = await portal.claimsIn(body.id_token)
  return { browser, idToken: body.id_token ?? '', accessToken: body.access_token ?? '', claims }
}

function endSessionUrl(query: Record<string, string>): string {
  return `${portal.url}/session/end?${new URLSearchParams({ post_logout_redirect_uri: portal.postLogoutUri, state: 'konec', ...query })}`
}

async function isSignedIn(browser: ReturnType<typeof createBrowser>): Promise<boolean> {
  return returned(await browser.visit(portal.authorizeUrl({ prompt: 'none' }))).has('code')
}

it('signs out at once with an id_token_hint and delivers a verifiable logout token', async () => {
  const { browser, idToken, accessToken, claims: signedIn } = await signedInBrowser()
  const response = await browser.visit(endSessionUrl({ id_token_hint: idToken }))
  expect(response.headers.get('location')).toBe(`${portal.postLogoutUri}?state=konec`)
  expect(portal.logoutTokens).toHaveLength(1)
  const { claims, header } = await portal.claimsIn(portal.logoutTokens[0])
  expect(header.typ).toBe('logout+jwt')
  expect(claims).toMatchObject({
    sub: 'obcan-1',
    sid: signedIn.sid,
    jti: expect.any(String),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
  })
  expect(claims).not.toHaveProperty('nonce')
  const userinfo = await fetch(`${portal.url}/me`, { headers: { authorization: `Bearer ${accessToken}` } })
  expect(userinfo.status).toBe(401)
  expect(await isSignedIn(browser)).toBe(false)
})

it.each([
  { button: { logout: 'yes' }, staysSignedIn: false },
  { button: {}, staysSignedIn: true },
])('asks first when only client_id is sent: $button', async ({ button, staysSignedIn }) => {
  const { browser } = await signedInBrowser()
  const question = await browser.visit(endSessionUrl({ client_id: 'portal' }))
  const html = await question.text()
  expect(html).toContain('Chcete se odhlásit?')
  expect(portal.logoutTokens).toHaveLength(0)
  const action = /action="([^"]+)"/.exec(html)?.[1] ?? ''
  const xsrf = /name="xsrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
  const response = await browser.visit(action, { xsrf, ...button } as Record<string, string>)
  expect(response.headers.get('location')).toBe(`${portal.postLogoutUri}?state=konec`)
  expect(portal.logoutTokens).toHaveLength(1)
  expect(await isSignedIn(browser)).toBe(staysSignedIn)
})

it("asks first when the hint is somebody else's", async () => {
  const { browser } = await signedInBrowser()
  const other = createBrowser(portal.url)
  const page = await other.visit(portal.authorizeUrl())
  const back = await other.visit(await formAction(page), { subject: 'obcan-2' })
  const { body } = await portal.exchange(returned(back).get('code') ?? '')
  const response = await browser.visit(endSessionUrl({ id_token_hint: body.id_token ?? '' }))
  expect(await response.text()).toContain('Chcete se odhlásit?')
  expect(await isSignedIn(browser)).toBe(true)
})

it('goes straight back when nobody is signed in', async () => {
  const response = await createBrowser(portal.url).visit(endSessionUrl({ client_id: 'portal' }))
  expect(response.headers.get('location')).toBe(`${portal.postLogoutUri}?state=konec`)
})

it('never leaves for an address that is not registered', async () => {
  const { browser, idToken } = await signedInBrowser()
  const url = endSessionUrl({ id_token_hint: idToken, post_logout_redirect_uri: 'http://localhost:1/jinam' })
  const response = await browser.visit(url)
  expect([response.status, response.headers.get('location')]).toEqual([400, null])
  const anonymous = await createBrowser(portal.url).visit(endSessionUrl({ client_id: '' }))
  expect(anonymous.headers.get('location')).toBeNull()
  expect(await anonymous.text()).toContain('Odhlášení proběhlo')
})
