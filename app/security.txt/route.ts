import { contactsOf } from '#lib/city/rules'
import { citySettings } from '#lib/city/settings.queries'
import { now } from '#lib/core/clock'
import { pragueDate } from '#lib/core/dates'
import { env } from '#lib/core/env'
import { securityContact, securityText } from './security-text.ts'

/** Whom to tell of a security fault; also at `/.well-known/security.txt`. Nothing is here while nobody can be told. */
export async function GET() {
  const { PORTAL_URL: portalUrl, SECURITY_CONTACT: named } = env()
  const contact = securityContact(named, contactsOf(await citySettings()).email)
  if (contact === null) return new Response(null, { status: 404 })
  return new Response(securityText({ contact, portalUrl, today: pragueDate(now()) }), {
    headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=3600' },
  })
}
