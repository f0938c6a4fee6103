import { env } from '#lib/core/env'

/** The two worlds that never mix: citizens and the office. */
const realms = ['citizen', 'office'] as const
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
  issuer: string
  clientId: string
  clientSecret: string
  sessionSecret: string
}

/** The OpenID provider of a realm as the environment names it. */
export function providerSettings(realm: Realm): ProviderSettings {
  const settings = env()
  return realm === 'citizen'
    ? {
        issuer: settings.CITIZEN_OIDC_ISSUER,
        clientId: settings.CITIZEN_OIDC_CLIENT_ID,
        clientSecret: settings.CITIZEN_OIDC_CLIENT_SECRET,
        sessionSecret: settings.CITIZEN_SESSION_SECRET,
      }
    : {
        issuer: settings.OFFICE_OIDC_ISSUER,
        clientId: settings.OFFICE_OIDC_CLIENT_ID,
        clientSecret: settings.OFFICE_OIDC_CLIENT_SECRET,
        sessionSecret: settings.OFFICE_SESSION_SECRET,
      }
}
