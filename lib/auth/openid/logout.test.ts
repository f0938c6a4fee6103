import type { JWTPayload } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { setEnvironment, validateEnvironment } from '#lib/core/env'
import { validEnvironment } from '#tests/fixtures/environment'
import { startOpenidProvider } from '#tests/fixtures/openid-provider'
import { endSessionUrl, readLogoutToken } from './logout.ts'

const client = { id: 'portal', secret: 'c0ffee'.repeat(6), redirectUri: '' }
let provider: Awaited<ReturnType<typeof startOpenidProvider>>
beforeAll(async () => {
  provider = await startOpenidProvider(client)
})
afterEach(() => {
  provider.set({})
  setEnvironment(null)
})
afterAll(() => provider.stop())

const realms = ['citizen', 'office'] as const
function use(realm: 'citizen' | 'office', issuer = provider.address, settings: Record<string, string> = {}) {
  const prefix = `${realm.toUpperCase()}_OIDC_`
  const named = Object.fromEntries(
    Object.entries({ ISSUER: issuer, CLIENT_ID: client.id, ...settings }).map(([name, value]) => [
      prefix + name,
      value,
    ]),
  )
  const checked = validateEnvironment({ ...validEnvironment, ...named })
  if (!checked.ok) throw new Error(checked.error.join(' '))
  setEnvironment(checked.value)
}
const seconds = () => Math.floor(Date.now() / 1000)

describe.each(realms)('a logout message to the realm %s', (realm) => {
  test.each<[string, JWTPayload, string?]>([
    ['by its session', { sid: 's' }],
    ['by its subject', { sub: 'a' }],
    ['by both', { sid: 's', sub: 'a' }],
    ['of a provider whose clock is two minutes before ours', { sid: 's', iat: seconds() + 115 }],
    [
      'of a provider whose clock is two minutes behind',
      { sid: 's', iat: seconds() - 235, exp: seconds() - 115 },
    ],
    ['without a type', { sid: 's' }, ''],
    ['of the type of any token', { sid: 's' }, 'JWT'],
  ])('names a login %s', async (_how, claims, typ = 'logout+jwt') => {
    use(realm)
    const token = await provider.logoutToken(claims, typ ? { typ } : {})
    expect(await readLogoutToken(realm, token)).toMatchObject({
      ok: true,
      value: { issuer: provider.address, sid: claims.sid ?? null, subject: claims.sub ?? null },
    })
  })

  test.each<[string, JWTPayload, string, string?]>([
    ['2.4 a nonce, so an ID token', { sid: 's', nonce: 'n' }, 'nonce'],
    ['2.4 no event', { sid: 's', events: undefined }, 'events'],
    ['2.4 another event', { sid: 's', events: { other: {} } }, 'events'],
    [
      '2.4 an event that is no object',
      { sid: 's', events: { 'http://schemas.openid.net/event/backchannel-logout': 1 } },
      'events',
    ],
    ['2.4 neither session nor subject', {}, 'sid'],
    ['2.4 no number of its own', { sid: 's', jti: undefined }, 'jti'],
    ['2.4 no time of issue', { sid: 's', iat: undefined }, 'iat'],
    ['2.4 no end', { sid: 's', exp: undefined }, 'exp'],
    ['2.6 another portal', { sid: 's', aud: 'elsewhere' }, 'audience'],
    ['2.6 one audience more', { sid: 's', aud: ['portal', 'elsewhere'] }, 'audience'],
    ['2.6 another issuer', { sid: 's', iss: 'https://x.example' }, 'issuer'],
    ['2.6 an end long past', { sid: 's', exp: seconds() - 300 }, 'past'],
    ['2.6 an issue long past', { sid: 's', iat: seconds() - 900 }, 'long ago'],
    ['2.6 an issue far in the future', { sid: 's', iat: seconds() + 300 }, 'future'],
    ['2.6 another type', { sid: 's' }, 'type', 'at+jwt'],
  ])('with %s ends nothing, and says why', async (_rule, claims, reason, typ = 'logout+jwt') => {
    use(realm)
    const read = await readLogoutToken(realm, await provider.logoutToken(claims, { typ }))
    expect(read).toEqual({ ok: false, error: expect.stringContaining(reason) })
  })

  test('signed by somebody else, by our own secret or not at all ends nothing', async () => {
    use(realm)
    provider.set({ foreignKey: true })
    expect(await readLogoutToken(realm, await provider.logoutToken({ sid: 's' }))).toMatchObject({
      ok: false,
    })
    provider.set({ algorithm: 'HS256' })
    expect(await readLogoutToken(realm, await provider.logoutToken({ sid: 's' }))).toMatchObject({
      ok: false,
    })
    provider.set({})
    const [, claims] = (await provider.logoutToken({ sid: 's' })).split('.')
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`
    expect(await readLogoutToken(realm, none)).toMatchObject({ ok: false })
    expect(await readLogoutToken(realm, 'not a token')).toMatchObject({ ok: false })
  })

  test('may be signed by a key that changed a moment ago', async () => {
    use(realm)
    expect(await readLogoutToken(realm, await provider.logoutToken({ sid: 's' }))).toMatchObject({ ok: true })
    provider.changeKeys()
    expect(await readLogoutToken(realm, await provider.logoutToken({ sid: 's' }))).toMatchObject({ ok: true })
  })

  test('without an end is taken by setting only, and then only freshly issued', async () => {
    use(realm, provider.address, { LOGOUT_WITHOUT_EXP: 'true' })
    const without = { sid: 's', exp: undefined }
    expect(await readLogoutToken(realm, await provider.logoutToken(without))).toMatchObject({ ok: true })
    const old = await provider.logoutToken({ ...without, iat: seconds() - 600 })
    expect(await readLogoutToken(realm, old)).toMatchObject({ ok: false })
  })
})

describe('logging out at the provider', () => {
  test('tells it whom, for whom and where to come back to', async () => {
    use('citizen')
    const url = new URL((await endSessionUrl('citizen', 'header.payload.signature')) ?? '')
    expect(url.origin + url.pathname).toBe(`${provider.address}/logout`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      id_token_hint: 'header.payload.signature',
      client_id: 'portal',
      post_logout_redirect_uri: `${validEnvironment.PORTAL_URL}/odhlaseno`,
    })
  })

  test('leaves out a token that would make the address too long', async () => {
    use('citizen')
    const url = new URL((await endSessionUrl('citizen', 'x'.repeat(5000))) ?? '')
    expect(url.searchParams.has('id_token_hint')).toBe(false)
  })

  test('leads nowhere where it offers no such address or does not answer', async () => {
    const silent = await startOpenidProvider(client)
    silent.set({ discovery: { end_session_endpoint: undefined } })
    use('citizen', silent.address)
    expect(await endSessionUrl('citizen', 'token')).toBeNull()
    await silent.stop()
    use('citizen', 'http://localhost:9')
    expect(await endSessionUrl('citizen', 'token')).toBeNull()
  })
})
