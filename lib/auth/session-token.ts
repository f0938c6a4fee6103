import { decode } from 'next-auth/jwt'
import { providerSettings, type Realm } from './realms.ts'

/** Opening a cookie costs as much as drawing a fifth of a page, and a browser sends the same one every time. */
const keptCookies = 5000
const opened = new Map<string, string>()

/**
 * Our session's token inside a realm's cookie, or null when the cookie is not ours. Whether the session still
 * lives is the database's word alone.
 */
export async function sessionTokenOf(realm: Realm, cookie: string): Promise<string | null> {
  const key = `${realm}:${cookie}`
  const known = opened.get(key)
  if (known) return known
  const secret = providerSettings(realm).sessionSecret
  const content = await decode({ token: cookie, secret }).catch(() => null)
  if (typeof content?.session !== 'string') return null
  opened.set(key, content.session)
  const [oldest] = opened.keys()
  if (opened.size > keptCookies && oldest) opened.delete(oldest)
  return content.session
}
