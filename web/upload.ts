import type { IncomingMessage } from 'node:http'
import { sessionCookie } from '#lib/auth/realms'
import { findSession } from '#lib/auth/session.queries'
import { sessionTokenOf } from '#lib/auth/session-token'

/** Whether somebody of the office is logged in behind these cookies. */
export async function isFromOffice({ headers }: Pick<IncomingMessage, 'headers'>): Promise<boolean> {
  const cookie = cookieOf(headers.cookie ?? '', sessionCookie('office'))
  const token = cookie && (await sessionTokenOf('office', cookie))
  return Boolean(token && (await findSession('office', token)))
}

function cookieOf(header: string, name: string): string | null {
  const found = header
    .split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
  if (!found) return null
  const value = found.slice(name.length + 1)
  try {
    return decodeURIComponent(value)
  } catch {
    return null
  }
}
