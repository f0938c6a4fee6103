import { env } from '#lib/core/env'
import type { RenamableClaim } from '#lib/core/env-login'

/** The two worlds that never mix: citizens and the office. */
export const realms = ['citizen', 'office'] as const
export type Realm = (typeof realms)[number]

export const isRealm = (text: string | undefined): text is Realm => realms.some((realm) => realm === text)

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** How long a login lasts, and when its end is announced. */
export const sessionLimits: Record<Realm, { idleMs: number; absoluteMs: number; warnBeforeMs: number }> = {
  citizen: { idleMs: 20 * minuteMs, absoluteMs: 4 * hourMs, warnBeforeMs: 2 * minuteMs },
  office: { idleMs: 30 * minuteMs, absoluteMs: 10 * hourMs, warnBeforeMs: 2 * minuteMs },
}

/** Milliseconds until a login ends by itself, whichever end comes first. */
export function sessionEndsInMs(session: { idleExpiresAt: Date; absoluteExpiresAt: Date }, at: Date): number {
  const end = Math.min(session.idleExpiresAt.getTime(), session.absoluteExpiresAt.getTime())
  return Math.max(end - at.getTime(), 0)
}

/** Every cookie of a realm begins so; the prefix `__Host-` binds it to this host, HTTPS and the root path. */
export const cookieName = (realm: Realm, purpose: string) => `__Host-${realm}-${purpose}`

export const sessionCookie = (realm: Realm) => cookieName(realm, 'session')

export interface ProviderSettings {
  /** The provider as the environment names it; what it calls itself is `discover`'s. */
  issuer: string
  clientId: string
  clientSecret: string
  sessionSecret: string
  scopes: string
  claimNames: Partial<Record<RenamableClaim, string>>
  /** How the secret is told; undefined leaves it to what the provider publishes. */
  tokenAuth: 'client_secret_basic' | 'client_secret_post' | undefined
  usesPkce: boolean
  /** Origins beside the issuer's that a login or a logout leads through. */
  loginHosts: readonly string[]
  /** Audiences beside ourselves that a token may name. */
  audiences: readonly string[]
  takesLogoutWithoutEnd: boolean
}

/** The OpenID provider of a realm as the environment names it. */
export function providerSettings(realm: Realm): ProviderSettings {
  const settings = env()
  const prefix = realm === 'citizen' ? 'CITIZEN' : 'OFFICE'
  return {
    issuer: settings[`${prefix}_OIDC_ISSUER`],
    clientId: settings[`${prefix}_OIDC_CLIENT_ID`],
    clientSecret: settings[`${prefix}_OIDC_CLIENT_SECRET`],
    sessionSecret: settings[`${prefix}_SESSION_SECRET`],
    scopes: settings[`${prefix}_OIDC_SCOPES`],
    claimNames: settings[`${prefix}_OIDC_CLAIMS`],
    tokenAuth: settings[`${prefix}_OIDC_TOKEN_AUTH`],
    usesPkce: settings[`${prefix}_OIDC_PKCE`],
    loginHosts: settings[`${prefix}_OIDC_LOGIN_HOSTS`],
    audiences: settings[`${prefix}_OIDC_AUDIENCES`],
    takesLogoutWithoutEnd: settings[`${prefix}_OIDC_LOGOUT_WITHOUT_EXP`],
  }
}

/** The origins a form of the portal leads to on the way to a login or a logout, of both realms. */
export function loginOrigins(): string[] {
  return realms.flatMap((realm) => {
    const { issuer, loginHosts } = providerSettings(realm)
    return [new URL(issuer).origin, ...loginHosts]
  })
}

/** Where a login of the realm begins, and where one that failed is told of. */
export const loginPage = (realm: Realm) => (realm === 'citizen' ? '/prihlaseni' : '/urad/prihlaseni')

/** Where the provider sends the browser back to. */
export const redirectAddress = (realm: Realm) => `${env().PORTAL_URL}/api/auth/callback/${realm}`
