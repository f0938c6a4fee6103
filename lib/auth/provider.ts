import { createRemoteJWKSet, jwtVerify } from 'jose'
import { z } from 'zod'
import { env } from '#lib/core/env'
import { providerSettings, type Realm } from './realms.ts'

const discovery = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  end_session_endpoint: z.url().optional(),
})
type Discovery = z.infer<typeof discovery>

const keptForMs = 10 * 60_000
const known = new Map<
  Realm,
  { at: number; document: Discovery; keys: ReturnType<typeof createRemoteJWKSet> }
>()

/**
 * The provider's published addresses (OpenID Connect Discovery 1.0, § 4), kept for ten minutes. Throws when it cannot
 * be read.
 */
async function discover(realm: Realm) {
  const kept = known.get(realm)
  if (kept && kept.at + keptForMs > performance.now()) return kept
  const issuer = providerSettings(realm).issuer.replace(/\/+$/, '')
  const response = await fetch(`${issuer}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5000),
    cache: 'no-store',
  })
  const document = discovery.parse(await response.json())
  const found = { at: performance.now(), document, keys: createRemoteJWKSet(new URL(document.jwks_uri)) }
  known.set(realm, found)
  return found
}

/**
 * Where to send the browser to log out at the provider too (OpenID Connect RP-Initiated Logout 1.0, § 2); null where it
 * offers no such thing.
 */
export async function endSessionUrl(realm: Realm): Promise<string | null> {
  try {
    const { document } = await discover(realm)
    if (!document.end_session_endpoint) return null
    const url = new URL(document.end_session_endpoint)
    url.searchParams.set('client_id', providerSettings(realm).clientId)
    url.searchParams.set('post_logout_redirect_uri', `${env().PORTAL_URL}/odhlaseno`)
    return url.href
  } catch {
    return null
  }
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
const logoutClaims = z.object({
  jti: z.string().min(1),
  sid: z.string().optional(),
  sub: z.string().optional(),
  events: z.record(z.string(), z.unknown()).refine((events) => logoutEvent in events),
  nonce: z.undefined().optional(),
})

/** Verifies a back-channel logout token (OpenID Connect Back-Channel Logout 1.0, § 2.6); null when it fails. */
export async function readLogoutToken(realm: Realm, token: string) {
  try {
    const { document, keys } = await discover(realm)
    const { payload } = await jwtVerify(token, keys, {
      issuer: document.issuer,
      audience: providerSettings(realm).clientId,
      algorithms: ['RS256', 'PS256', 'ES256'],
      maxTokenAge: '5 minutes',
      clockTolerance: 30,
    })
    const claims = logoutClaims.parse(payload)
    if (!claims.sid && !claims.sub) return null
    return { tokenId: claims.jti, sid: claims.sid ?? null, subject: claims.sub ?? null }
  } catch {
    return null
  }
}
