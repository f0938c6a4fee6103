import { decodeJwt, decodeProtectedHeader } from 'jose'
import { z } from 'zod'
import { now } from '#lib/core/clock'
import { env } from '#lib/core/env'
import { fail, ok, type Result } from '#lib/core/result'
import { providerSettings, type Realm } from '../realms.ts'
import { discover } from './discovery.ts'
import { checkAudience, clockToleranceSeconds } from './exchange.ts'
import { Refused, reasonOf } from './refusal.ts'
import { verifySignature } from './signature.ts'

/** Longer addresses do not get through every server on the way; then the provider asks the person itself. */
const longestHint = 4000

/**
 * Where to send the browser to log out at the provider too (OpenID Connect RP-Initiated Logout 1.0, § 2), with the ID
 * token by which the provider knows whom; null where it offers no such thing or does not answer.
 */
export async function endSessionUrl(realm: Realm, idToken: string | null): Promise<string | null> {
  const provider = await discover(realm).catch(() => null)
  if (!provider?.document.end_session_endpoint) return null
  const url = new URL(provider.document.end_session_endpoint)
  if (idToken && idToken.length <= longestHint) url.searchParams.set('id_token_hint', idToken)
  url.searchParams.set('client_id', providerSettings(realm).clientId)
  url.searchParams.set('post_logout_redirect_uri', `${env().PORTAL_URL}/odhlaseno`)
  return url.href
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
const tokenTypes = ['logout+jwt', 'application/logout+jwt', 'jwt']
const freshSeconds = 5 * 60

const logoutClaims = z
  .object({
    iss: z.string(),
    aud: z.union([z.string(), z.array(z.string())]),
    iat: z.number(),
    exp: z.number().optional(),
    jti: z.string().min(1).max(500),
    sid: z.string().min(1).optional(),
    sub: z.string().min(1).optional(),
    azp: z.unknown().optional(),
    events: z.object({ [logoutEvent]: z.looseObject({}) }),
    nonce: z.undefined().optional(),
  })
  .refine(({ sid, sub }) => sid !== undefined || sub !== undefined, { path: ['sid'] })

/** Whose logins to end. */
export interface LogoutMessage {
  issuer: string
  tokenId: string
  sid: string | null
  subject: string | null
}

/**
 * Verifies a back-channel logout token (OpenID Connect Back-Channel Logout 1.0, § 2.6). The error says in English which
 * rule it breaks. That a message is used once, the database sees to.
 */
export async function readLogoutToken(realm: Realm, token: string): Promise<Result<LogoutMessage, string>> {
  try {
    const settings = providerSettings(realm)
    const provider = await discover(realm)
    await verifySignature(provider, token, provider.algorithms)
    const { typ } = decodeProtectedHeader(token)
    if (typ !== undefined && !tokenTypes.includes(typ.toLowerCase()))
      throw new Refused('It is a token of another type.')
    const parsed = logoutClaims.safeParse(decodeJwt(token))
    if (!parsed.success) {
      const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? '')))]
      throw new Refused(`Wrong, missing or out of place: ${names.join(', ')}.`)
    }
    const claims = parsed.data
    if (claims.iss !== provider.document.issuer) throw new Refused('It is of another issuer.')
    checkAudience(claims, settings)
    checkTimes(claims, settings.takesLogoutWithoutEnd)
    return ok({
      issuer: claims.iss,
      tokenId: claims.jti,
      sid: claims.sid ?? null,
      subject: claims.sub ?? null,
    })
  } catch (error) {
    return fail(reasonOf(error))
  }
}

function checkTimes({ iat, exp }: { iat: number; exp?: number | undefined }, takesWithoutEnd: boolean): void {
  const seconds = now().getTime() / 1000
  if (iat > seconds + clockToleranceSeconds) throw new Refused('It was issued in the future.')
  if (iat < seconds - freshSeconds - clockToleranceSeconds) throw new Refused('It was issued long ago.')
  if (exp === undefined && !takesWithoutEnd) throw new Refused('It has no end of its validity (exp).')
  if (exp !== undefined && exp <= seconds - clockToleranceSeconds) throw new Refused('It is past its end.')
}
