import { createHash } from 'node:crypto'
import { now } from '#lib/core/clock'
import { cookieName, type Realm } from './realms.ts'

/** How long somebody may take at the provider, in seconds. */
const lifetimeSeconds = 900
/** More cookies than these would make requests too long for some servers; the oldest login gives way. */
const mostAtOnce = 4

/** What the browser keeps of a login it began: each part sealed by the library, and where it wants to land. */
export interface Pending {
  /** The library's cookies by what they are for. */
  sealed: Partial<Record<SealedPart, string>>
  landing: string
}
const sealedParts = ['state', 'nonce', 'pkce'] as const
export type SealedPart = (typeof sealedParts)[number]

const nameStart = (realm: Realm) => `${cookieName(realm, 'login')}-`
const mark = (state: string) => createHash('sha256').update(state).digest('base64url').slice(0, 16)
const attributes = 'Path=/; HttpOnly; Secure; SameSite=Lax'
const forgotten = (name: string) => `${name}=; Max-Age=0; ${attributes}`

/**
 * The Set-Cookie lines that remember a login by its state, so that several tabs can log in beside each other. The
 * oldest of too many is forgotten.
 */
export function rememberLogin(
  realm: Realm,
  { state, pending, cookies }: { state: string; pending: Pending; cookies: Readonly<Record<string, string>> },
): string[] {
  const seconds = Math.floor(now().getTime() / 1000)
  const others = Object.keys(cookies)
    .filter((name) => name.startsWith(nameStart(realm)))
    .sort()
  const tooMany = others.slice(0, Math.max(others.length - mostAtOnce + 1, 0))
  const name = `${nameStart(realm)}${seconds}-${mark(state)}`
  const parts = [
    ...sealedParts.map((part) => pending.sealed[part] ?? ''),
    encodeURIComponent(pending.landing),
  ]
  return [...tooMany.map(forgotten), `${name}=${parts.join('~')}; Max-Age=${lifetimeSeconds}; ${attributes}`]
}

/** The login this browser began with that state, and the Set-Cookie line that forgets it; null for any other. */
export function pendingLogin(
  realm: Realm,
  state: string | null,
  cookies: Readonly<Record<string, string>>,
): { pending: Pending; forget: string } | null {
  if (!state) return null
  const name = Object.keys(cookies).find(
    (one) => one.startsWith(nameStart(realm)) && one.endsWith(`-${mark(state)}`),
  )
  if (!name) return null
  const [stateCookie = '', nonce = '', pkce = '', landing = ''] = (cookies[name] ?? '').split('~')
  const kept = { state: stateCookie, nonce, pkce }
  const sealed = Object.fromEntries(Object.entries(kept).filter(([, value]) => value))
  return { pending: { sealed, landing: decoded(landing) }, forget: forgotten(name) }
}

/** The cookies of a request by name, as they were sent. */
export function readCookies(header: string | null): Record<string, string> {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='))
  return Object.fromEntries(pairs.filter(([name]) => name).map(([name, ...rest]) => [name, rest.join('=')]))
}

/** A cookie may have been tampered with. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return ''
  }
}
