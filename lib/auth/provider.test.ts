import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { setEnvironment } from '#lib/core/env'

const issuer = 'https://login.example'
const { publicKey, privateKey } = await generateKeyPair('RS256')
const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }

beforeEach(async () => {
  const settings = { CITIZEN_OIDC_ISSUER: issuer, CITIZEN_OIDC_CLIENT_ID: 'portal' }
  setEnvironment(settings as Parameters<typeof setEnvironment>[0])
  const key = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }
  vi.stubGlobal('fetch', async (address: string | URL) =>
    Response.json(
      String(address).endsWith('/jwks') ? { keys: [key] } : { issuer, jwks_uri: `${issuer}/jwks` },
    ),
  )
})
afterEach(() => {
  setEnvironment(null)
  vi.unstubAllGlobals()
})

const sign = (claims: JWTPayload, audience = 'portal') =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'one', typ: 'logout+jwt' })
    .setIssuer(issuer)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(privateKey)

test('a logout token names the session to end', async () => {
  const { readLogoutToken } = await import('#lib/auth/provider')
  const token = await sign({ jti: 'a', sid: 's', events })
  expect(await readLogoutToken('citizen', token)).toEqual({ tokenId: 'a', sid: 's', subject: null })
})

test.each<[string, JWTPayload, string?]>([
  ['a nonce, so an ID token', { jti: 'a', sid: 's', events, nonce: 'n' }],
  ['no event', { jti: 'a', sid: 's' }],
  ['another event', { jti: 'a', sid: 's', events: { other: {} } }],
  ['neither session nor subject', { jti: 'a', events }],
  ['no number of its own', { sid: 's', events }],
  ['another portal', { jti: 'a', sid: 's', events }, 'elsewhere'],
])('a logout token with %s ends nothing', async (_why, claims, audience) => {
  const { readLogoutToken } = await import('#lib/auth/provider')
  expect(await readLogoutToken('citizen', await sign(claims, audience))).toBeNull()
})
