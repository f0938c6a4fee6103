import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createBrowser, formAction, returned, startTestPortal } from '#tests/fixtures/sandbox/identity'

let portal: Awaited<ReturnType<typeof startTestPortal>>

beforeAll(async () => {
  portal = await startTestPortal()
})
afterAll(() => portal.stop())

async function signIn(browser: ReturnType<typeof createBrowser>, subject: string, extra = {}) {
  const page = await browser.visit(portal.authorizeUrl(extra))
  return browser.visit(await formAction(page), { subject })
}

async function idTokenOf(response: Response) {
  const { body } = await portal.exchange(returned(response).get('code') ?? '')
  return { ...(await portal.claimsIn(body.id_token)), body }
}

describe('the sign-in page', () => {
  it('lists the people of the realm by story, safely, under a strict policy', async () => {
    const page = await createBrowser(portal.url).visit(portal.authorizeUrl())
    const html = await page.text()
    expect(html).toContain('Zkušební identita občana')
    expect(html).toContain('value="obcan-1"><strong>Jana Nováková</strong>')
    expect(html).toContain('Má vše zaplaceno &amp; &lt;klid&gt;')
    expect(html).not.toContain('Eva Malá')
    expect(html).not.toContain('<script')
    const policy = page.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain(`form-action 'self' ${new URL(portal.redirectUri).origin};`)
  })

  it('gives a code that yields a verifiable id_token with the claims', async () => {
    const response = await signIn(createBrowser(portal.url), 'obcan-2')
    expect(returned(response).get('state')).toBe('stav')
    const { claims, header, body } = await idTokenOf(response)
    expect(header.alg).toBe('RS256')
    expect(claims).toEqual({
      iss: portal.url,
      aud: 'portal',
      sub: 'obcan-2',
      sid: expect.any(String),
      nonce: 'jednou',
      acr: 'high',
      auth_time: expect.any(Number),
      iat: expect.any(Number),
      exp: expect.any(Number),
      name: 'Petr Dvořák',
      given_name: 'Petr',
      family_name: 'Dvořák',
      birthdate: '1975-12-24',
      email: 'petr@example.cz',
      payer_id: '1042',
    })
    const userinfo = await fetch(`${portal.url}/me`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    })
    expect(await userinfo.json()).toMatchObject({
      sub: 'obcan-2',
      email: 'petr@example.cz',
      payer_id: '1042',
    })
  })

  it('leaves out what the person does not have', async () => {
    const { claims } = await idTokenOf(await signIn(createBrowser(portal.url), 'obcan-1'))
    expect(claims.acr).toBe('substantial')
    expect(claims).not.toHaveProperty('payer_id')
    expect(claims).not.toHaveProperty('roles')
  })

  it.each<Record<string, string>>([{ refuse: 'yes' }, { subject: 'urednik-1' }])(
    'answers access_denied to %j',
    async (form) => {
      const browser = createBrowser(portal.url)
      const page = await browser.visit(portal.authorizeUrl())
      const query = returned(await browser.visit(await formAction(page), form))
      expect([query.get('error'), query.get('state'), query.get('code')]).toEqual([
        'access_denied',
        'stav',
        null,
      ])
    },
  )

  it('says in Czech that a foreign or finished sign-in is over', async () => {
    const response = await createBrowser(portal.url).visit('/prihlaseni/neznamy')
    expect(response.status).toBe(400)
    expect(await response.text()).toContain('Toto přihlášení už neplatí')
  })
})

describe('single sign-on', () => {
  it('passes silently the second time, also for prompt=none', async () => {
    const browser = createBrowser(portal.url)
    await signIn(browser, 'obcan-1')
    const requests: Record<string, string>[] = [{}, { prompt: 'none' }, { max_age: '600' }]
    for (const extra of requests) {
      const { claims } = await idTokenOf(await browser.visit(portal.authorizeUrl(extra)))
      expect(claims.sub).toBe('obcan-1')
    }
  })

  it('answers login_required to prompt=none of a stranger', async () => {
    const response = await createBrowser(portal.url).visit(portal.authorizeUrl({ prompt: 'none' }))
    expect(returned(response).get('error')).toBe('login_required')
  })

  it('shows the page again for prompt=login and renews auth_time', async () => {
    const browser = createBrowser(portal.url)
    const before = (await idTokenOf(await signIn(browser, 'obcan-1'))).claims.auth_time as number
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5000 })
    const after = (await idTokenOf(await signIn(browser, 'obcan-1', { prompt: 'login', max_age: '60' })))
      .claims
    vi.useRealTimers()
    expect(after.auth_time).toBeGreaterThanOrEqual(before + 5)
  })

  it('lets another person in and tells the portal that the former one is out', async () => {
    const browser = createBrowser(portal.url)
    const first = (await idTokenOf(await signIn(browser, 'obcan-1'))).claims
    portal.logoutTokens.length = 0
    const second = (await idTokenOf(await signIn(browser, 'obcan-2', { prompt: 'login' }))).claims
    expect([second.sub, second.sid === first.sid]).toEqual(['obcan-2', false])
    expect((await portal.claimsIn(portal.logoutTokens[0])).claims).toMatchObject({
      sub: 'obcan-1',
      sid: first.sid,
    })
  })

  it('asks again with an explanation when an essential acr is not reached', async () => {
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'high' } } })
    const browser = createBrowser(portal.url)
    const again = await signIn(browser, 'obcan-1', { claims })
    const html = await again.text()
    expect(html).toContain('Portál žádá vyšší úroveň ověření')
    const action = /action="([^"]+)"/.exec(html)?.[1] ?? ''
    const reached = await idTokenOf(await browser.visit(action, { subject: 'obcan-2' }))
    expect(reached.claims.acr).toBe('high')
  })
})

describe('what a careless portal would send', () => {
  it.each<Record<string, string>>([
    { code_challenge: '', code_challenge_method: '' },
    { code_challenge_method: 'plain' },
  ])('is refused without PKCE S256: %j', async (extra) => {
    const query = returned(await createBrowser(portal.url).visit(portal.authorizeUrl(extra)))
    expect(query.get('error')).toBe('invalid_request')
  })

  it('is refused with a wrong verifier, and the code works only once', async () => {
    const wrong = returned(await signIn(createBrowser(portal.url), 'obcan-1')).get('code') ?? ''
    expect((await portal.exchange(wrong, 'x'.repeat(43))).body.error).toBe('invalid_grant')
    const code = returned(await signIn(createBrowser(portal.url), 'obcan-1')).get('code') ?? ''
    expect((await portal.exchange(code)).status).toBe(200)
    expect((await portal.exchange(code)).body.error).toBe('invalid_grant')
  })

  it('gets a Czech page instead of a redirect to an unknown address', async () => {
    const url = portal.authorizeUrl({ redirect_uri: 'http://localhost:1/jinam' })
    const response = await createBrowser(portal.url).visit(url)
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
    expect(await response.text()).toContain('Přihlášení se nepodařilo')
  })
})
