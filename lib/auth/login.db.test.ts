import { randomUUID } from 'node:crypto'
import type { JWTPayload } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { setEnvironment, validateEnvironment } from '#lib/core/env'
import { log } from '#lib/core/log'
import { type TestDatabase, testDatabase } from '#tests/db/database'
import { validEnvironment } from '#tests/fixtures/environment'
import { type Rules, startOpenidProvider } from '#tests/fixtures/openid-provider'
import { beginLogin, finishLogin } from './next-auth.ts'
import type { Realm } from './realms.ts'
import { findSession } from './session.queries.ts'
import { sessionTokenOf } from './session-token.ts'

const portal = validEnvironment.PORTAL_URL
const secret = 'c0ffee'.repeat(6)
const client = (realm: Realm) => ({
  id: 'portal',
  secret,
  redirectUri: `${portal}/api/auth/callback/${realm}`,
})
type Provider = Awaited<ReturnType<typeof startOpenidProvider>>

let db: TestDatabase
const providers: Provider[] = []
const warned = vi.spyOn(log, 'warn')
beforeAll(async () => {
  db = await testDatabase()
  vi.stubEnv('NEXTAUTH_URL', portal)
})
beforeEach(() => warned.mockClear())
afterEach(async () => {
  setEnvironment(null)
  await Promise.all(providers.splice(0).map((provider) => provider.stop()))
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await db.close()
})

/** A provider with these rules, and a portal that uses it for the realm. */
async function providerWith(
  realm: Realm,
  rules: Rules = {},
  settings: Record<string, string> = {},
  slash = '',
) {
  const provider = await startOpenidProvider(client(realm))
  provider.set(rules)
  providers.push(provider)
  use(realm, provider.address + slash, settings)
  return provider
}

function use(realm: Realm, issuer: string, settings: Record<string, string> = {}) {
  const prefix = realm.toUpperCase()
  const named = Object.fromEntries(
    Object.entries({ ISSUER: issuer, CLIENT_ID: 'portal', CLIENT_SECRET: secret, ...settings }).map(
      ([name, value]) => [`${prefix}_OIDC_${name}`, value],
    ),
  )
  const checked = validateEnvironment({ ...validEnvironment, ...named })
  if (!checked.ok) throw new Error(checked.error.join(' '))
  setEnvironment(checked.value)
}

/** A browser: keeps the portal's cookies by name. */
function browser() {
  const jar = new Map<string, string>()
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value) jar.set(name, value)
      else jar.delete(name)
    }
    return response.headers.get('location') ?? ''
  }
  const request = (path: string) =>
    new Request(`${portal}${path}`, {
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
  return {
    jar,
    begin: async (realm: Realm, target: string | null = null) =>
      keep(await beginLogin(realm, target, request('/vstup'))),
    finish: async (realm: Realm, back: URLSearchParams) =>
      keep(await finishLogin(realm, request(`/api/auth/callback/${realm}?${back}`))),
  }
}

/** One whole login: where it lands, and the session it opened. */
async function logIn(
  realm: Realm,
  provider: Provider,
  subject: string = randomUUID(),
  target: string | null = null,
) {
  const { begin, finish, jar } = browser()
  const location = await begin(realm, target)
  const landed = location.startsWith(provider.address)
    ? await finish(realm, provider.authorize(location, subject))
    : location
  const cookie = jar.get(`__Host-${realm}-session`)
  const token = cookie ? await sessionTokenOf(realm, cookie) : null
  return { landed, location, session: token ? await findSession(realm, token) : null, jar, subject }
}

const firstPage = { citizen: '/prehled', office: '/urad' }
const failedPage = { citizen: '/prihlaseni?chyba=1', office: '/urad/prihlaseni?chyba=1' }
const officeClaims = (realm: Realm) => (realm === 'office' ? { roles: ['viewer'] } : {})
const seconds = () => Math.floor(Date.now() / 1000)
const changed = (more: JWTPayload | ((claims: JWTPayload) => JWTPayload)) => ({
  claims: (claims: JWTPayload) => ({ ...claims, ...(typeof more === 'function' ? more(claims) : more) }),
})

/** The rules a provider may break, by the paragraph of OpenID Connect Core that must notice. */
const broken: [string, Rules, Record<string, string>?][] = [
  ['3.1.2.6 an error instead of a code', { back: (back) => back.set('error', 'access_denied') }],
  ['3.1.2.7 another state', { back: (back) => back.set('state', 'x') }],
  ['3.1.2.7 no state', { back: (back) => back.delete('state') }],
  ['3.1.2.7 two states', { back: (back) => back.append('state', 'x') }],
  ['3.1.2.7 two codes', { back: (back) => back.append('code', 'x') }],
  ['3.1.2.7 another code', { back: (back) => back.set('code', 'x') }],
  ['RFC 9207 another issuer on the way back', { back: (back) => back.set('iss', 'https://x.example') }],
  [
    'RFC 9207 no issuer on the way back though promised',
    { discovery: { authorization_response_iss_parameter_supported: true } },
  ],
  ['3.1.3.3 no ID token', { tokenAnswer: ({ id_token: _gone, ...rest }) => rest }],
  ['3.1.3.3 another type of access token', { tokenAnswer: (answer) => ({ ...answer, token_type: 'mac' }) }],
  ['3.1.3.4 an error of the token endpoint', { tokenStatus: 400 }],
  ['3.1.3.7 (2) another issuer', changed({ iss: 'https://x.example' })],
  ['3.1.3.7 (2) the issuer with a slash more', changed(({ iss }) => ({ iss: `${iss}/` }))],
  ['3.1.3.7 (2) no issuer', changed({ iss: undefined })],
  ['3.1.3.7 (3) another audience', changed({ aud: 'another' })],
  ['3.1.3.7 (3) no audience', changed({ aud: undefined })],
  ['3.1.3.7 (3) an audience more that nobody trusts', changed({ aud: ['portal', 'x'], azp: 'portal' })],
  ['3.1.3.7 (5) issued to another party', changed({ azp: 'another' })],
  ['3.1.3.7 (6) signed by another key', { foreignKey: true }],
  ['3.1.3.7 (6) changed on the way', { token: (token) => token.replace(/\.[^.]+\./, `.${payload()}.`) }],
  ['3.1.3.7 (7) HS256', { algorithm: 'HS256' }],
  ['3.1.3.7 (7) not signed', { token: (token) => `${noneHeader}.${token.split('.')[1]}.` }],
  [
    '3.1.3.7 (7) not signed though offered',
    {
      token: (token) => `${noneHeader}.${token.split('.')[1]}.`,
      discovery: { id_token_signing_alg_values_supported: ['none', 'RS256'] },
    },
  ],
  [
    '3.1.3.7 (7) an algorithm that was not offered',
    { algorithm: 'ES256', discovery: { id_token_signing_alg_values_supported: ['RS256'] } },
  ],
  ['3.1.3.7 (9) past its end', changed({ exp: seconds() - 300 })],
  ['3.1.3.7 (9) without an end', changed({ exp: undefined })],
  ['3.1.3.7 (10) without a time of issue', changed({ iat: undefined })],
  ['3.1.3.7 (11) another nonce', changed({ nonce: 'x' })],
  ['3.1.3.7 (11) no nonce', changed({ nonce: undefined })],
  ['2 no subject', changed({ sub: undefined })],
  ['5.3.2 userinfo about somebody else', { userinfo: 'another' }],
  ['5.3.2 userinfo signed by somebody else', { userinfo: 'signed by a stranger' }],
  ['5.3.2 userinfo signed for another portal', { userinfo: 'signed for another' }],
  ['Discovery 4.3 a document of another issuer', { issuer: 'https://x.example' }],
  [
    'Discovery 3 a token endpoint without encryption',
    { discovery: { token_endpoint: 'http://x.example/token' } },
  ],
]
const noneHeader = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url')
const payload = () => Buffer.from(JSON.stringify({ sub: 'mallory' })).toString('base64url')

describe.each(['citizen', 'office'] as const)('a provider of the realm %s', (realm) => {
  test('that keeps every rule logs somebody in', async () => {
    const provider = await providerWith(realm, changed(officeClaims(realm)))
    const { landed, session, location } = await logIn(realm, provider)
    expect(landed).toBe(portal + firstPage[realm])
    expect(session).toMatchObject({ givenName: 'Jana', familyName: 'Zkušební', birthDate: '1980-02-03' })
    const asked = new URL(location).searchParams
    expect(asked.get('nonce')).toMatch(/^.{43}$/)
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(asked.get('redirect_uri')).toBe(client(realm).redirectUri)
  })

  test.each(broken)('that breaks %s logs nobody in', async (_rule, rules) => {
    const provider = await providerWith(realm, rules)
    const { landed, session, jar } = await logIn(realm, provider)
    expect(landed).toContain(failedPage[realm])
    expect(session).toBeNull()
    expect([...jar.keys()].filter((name) => name.endsWith('-session'))).toEqual([])
    // Each refusal leaves one line, and never what would open another login.
    const lines = warned.mock.calls.map((call) => JSON.stringify(call))
    expect(lines.filter((line) => line.includes('login failed'))).toHaveLength(1)
    expect(lines.join()).not.toMatch(/[\w-]{40,}|state=|code=|Jana|Zkušební/)
  })

  test.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('may sign with %s', async (algorithm) => {
    const provider = await providerWith(realm, {
      algorithm,
      ...changed(officeClaims(realm)),
      userinfo: 'signed',
    })
    expect((await logIn(realm, provider)).session).toMatchObject({ familyName: 'Zkušební' })
  })
})

describe('any standard provider', () => {
  const citizen = (rules: Rules, settings: Record<string, string> = {}) =>
    providerWith('citizen', rules, settings)

  test.each<[string, Rules, Record<string, string>]>([
    ['by Basic, which nothing else is said', {}, {}],
    [
      'by post where only that is offered',
      { auth: 'post', discovery: { token_endpoint_auth_methods_supported: ['client_secret_post'] } },
      {},
    ],
    ['by post where the setting says so', { auth: 'post' }, { TOKEN_AUTH: 'client_secret_post' }],
    ['a password of hexadecimal digits, which is not encoded', { auth: 'basic without decoding' }, {}],
  ])('is told the password %s', async (_how, rules, settings) => {
    expect((await logIn('citizen', await citizen(rules, settings))).session).not.toBeNull()
  })

  test('is asked without PKCE by setting only, and never without a nonce', async () => {
    const provider = await citizen({ refusesPkce: true })
    expect((await logIn('citizen', provider)).session).toBeNull()
    use('citizen', provider.address, { PKCE: 'false' })
    const { session, location } = await logIn('citizen', provider)
    expect(session).not.toBeNull()
    expect([...new URL(location).searchParams.keys()]).not.toContain('code_challenge')
    expect(new URL(location).searchParams.get('nonce')).toMatch(/^.{43}$/)
  })

  test('is asked for the scopes of the setting', async () => {
    const provider = await citizen({}, { SCOPES: 'openid profile roles' })
    const { location } = await logIn('citizen', provider)
    expect(new URL(location).searchParams.get('scope')).toBe('openid profile roles')
  })

  test('may call its claims otherwise', async () => {
    const provider = await providerWith(
      'office',
      changed({ realm_access: { roles: ['viewer'] }, 'https://x.example/prijmeni': 'Malá', sn: 'no' }),
      { CLAIMS: 'family_name=https://x.example/prijmeni, roles=realm_access.roles' },
    )
    const { session } = await logIn('office', provider)
    expect(session).toMatchObject({ familyName: 'Malá', roles: ['viewer'] })
  })

  test.each<[string, JWTPayload, { givenName: string | null; familyName: string | null }]>([
    ['a whole name alone', { name: 'Jana Nováková' }, { givenName: null, familyName: 'Jana Nováková' }],
    [
      'a whole name and a given one',
      { name: 'Jana Nováková', given_name: 'Jana' },
      { givenName: 'Jana', familyName: 'Nováková' },
    ],
    [
      'the given name behind',
      { name: 'Nováková Jana', given_name: 'Jana' },
      { givenName: 'Jana', familyName: 'Nováková' },
    ],
  ])('may know %s', async (_what, claims, name) => {
    const provider = await citizen({ ...changed(claims), userinfoClaims: {} })
    expect((await logIn('citizen', provider)).session).toMatchObject(name)
  })

  test('may trust more audiences, which a setting names', async () => {
    const provider = await citizen(changed({ aud: ['portal', 'project-1'], azp: 'portal' }), {
      AUDIENCES: 'project-1',
    })
    expect((await logIn('citizen', provider)).session).not.toBeNull()
  })

  test('may have no userinfo, no published algorithms, a time of login of zero and a clock a minute off', async () => {
    const provider = await citizen({
      ...changed({ iat: seconds() + 60, exp: seconds() - 60, auth_time: 0, family_name: 'Malá' }),
      discovery: { userinfo_endpoint: undefined, id_token_signing_alg_values_supported: undefined },
    })
    expect((await logIn('citizen', provider)).session).toMatchObject({ familyName: 'Malá' })
  })

  test('may have changed its keys a moment ago', async () => {
    const provider = await citizen({})
    const first = await logIn('citizen', provider)
    provider.changeKeys()
    expect((await logIn('citizen', provider, first.subject)).session?.identityId).toBe(
      first.session?.identityId,
    )
  })

  test.each([
    ['', '/'],
    ['/', ''],
  ])('is one and the same with „%s“ and with „%s“ at the end of the setting', async (before, after) => {
    const provider = await citizen({})
    use('citizen', provider.address + before)
    const first = await logIn('citizen', provider)
    use('citizen', provider.address + after)
    expect((await logIn('citizen', provider, first.subject)).session?.identityId).toBe(
      first.session?.identityId,
    )
  })

  test('with a slash in its name keeps the people stored without it', async () => {
    const provider = await startOpenidProvider(client('citizen'))
    providers.push(provider)
    provider.set({ issuer: `${provider.address}/` })
    use('citizen', provider.address)
    const [kept] = await db.owner<{ id: string }[]>`insert into identity (realm, issuer, subject)
      values ('citizen', ${provider.address}, 'kept') returning id`
    expect((await logIn('citizen', provider, 'kept')).session?.identityId).toBe(kept?.id)
    // Where a slash has already made somebody twice, the one who sees the fees stays.
    await db.owner`insert into identity (realm, issuer, subject, created_at)
      values ('citizen', ${`${provider.address}/`}, 'kept', '2020-01-01')`
    await db.owner`with p as (insert into payer (kind, family_name, external_id) values ('person', 'Malá', ${randomUUID()}) returning id)
      insert into identity_payer (identity_id, payer_id, paired_by) select ${kept?.id ?? ''}, id, 'clerk' from p`
    expect((await logIn('citizen', provider, 'kept')).session?.identityId).toBe(kept?.id)
  })
})

describe('an outage at the provider', () => {
  test.each(['broken', 'hanging', 'no JSON', 'no subject'] as const)(
    'of userinfo (%s) takes nothing away from what is known, and leaves a line',
    async (userinfo) => {
      const provider = await providerWith('citizen')
      const { subject } = await logIn('citizen', provider)
      provider.set({ userinfo })
      warned.mockClear()
      expect((await logIn('citizen', provider, subject)).session).toMatchObject({
        givenName: 'Jana',
        familyName: 'Zkušební',
        birthDate: '1980-02-03',
        email: 'jana@example.cz',
      })
      expect(JSON.stringify(warned.mock.calls)).toContain('userinfo did not answer')
    },
    15_000,
  )

  test('lets nobody into the office whose roles could not be read', async () => {
    const provider = await providerWith('office', { userinfo: 'broken' })
    expect((await logIn('office', provider)).landed).toContain(failedPage.office)
    provider.set({ userinfo: 'broken', ...changed({ roles: ['viewer'] }) })
    expect((await logIn('office', provider)).session).toMatchObject({ roles: ['viewer'] })
  })

  test('that tells all but no longer an e-mail takes that alone away', async () => {
    const provider = await providerWith('citizen')
    const { subject } = await logIn('citizen', provider)
    provider.set({ userinfoClaims: {} })
    expect((await logIn('citizen', provider, subject)).session).toMatchObject({
      familyName: 'Zkušební',
      birthDate: '1980-02-03',
      email: null,
    })
  })

  test('before a login begins says so on the login page, which knows where to land', async () => {
    use('citizen', 'http://localhost:9')
    const { begin } = browser()
    expect(await begin('citizen', '/platby')).toBe('/prihlaseni?chyba=1&cil=%2Fplatby')
  })
})

describe('where a login lands', () => {
  const order = '/platby/0b0e7c1c-94a7-4b86-9f4b-3f0f0c5f7a11'

  test('the page asked for, also after a try that failed', async () => {
    const provider = await providerWith('citizen')
    const { begin, finish } = browser()
    provider.set({ back: (back) => back.set('error', 'access_denied') })
    const refused = await finish('citizen', provider.authorize(await begin('citizen', order), 'a'))
    provider.set({})
    const target = new URL(refused, portal).searchParams.get('cil')
    expect(await finish('citizen', provider.authorize(await begin('citizen', target), 'a'))).toBe(
      portal + order,
    )
  })

  test('a second tab does not break the first, whichever comes back first', async () => {
    const provider = await providerWith('citizen')
    const { begin, finish } = browser()
    const [first, second] = [await begin('citizen', order), await begin('citizen', '/ucet')]
    expect(await finish('citizen', provider.authorize(second, 'a'))).toBe(`${portal}/ucet`)
    expect(await finish('citizen', provider.authorize(first, 'a'))).toBe(portal + order)
  })

  test('many tabs do not make the cookies too long: the oldest logins are forgotten', async () => {
    await providerWith('citizen')
    const { begin, jar } = browser()
    for (let tab = 0; tab < 8; tab += 1) await begin('citizen', order)
    expect(jar.size).toBe(4)
    expect([...jar].join('; ').length).toBeLessThan(8000)
  })

  test('a login begun in one browser cannot be finished in another, nor twice', async () => {
    const provider = await providerWith('citizen')
    const [one, other] = [browser(), browser()]
    const back = provider.authorize(await one.begin('citizen'), 'a')
    expect(await other.finish('citizen', back)).toContain(failedPage.citizen)
    expect(await one.finish('citizen', back)).toBe(`${portal}/prehled`)
    expect(await one.finish('citizen', back)).toContain(failedPage.citizen)
  })
})
