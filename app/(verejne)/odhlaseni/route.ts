import { cookies } from 'next/headers'
import { maybeAnyone } from '#lib/auth/gates'
import { endSessionUrl } from '#lib/auth/openid/logout'
import { isRealm, type Realm, sessionCookie } from '#lib/auth/realms'
import { clearReturnCookie } from '#lib/auth/return-cookie'
import { closeSession } from '#lib/auth/session.commands'
import { env } from '#lib/core/env'

/** Logs out here and at the provider. A POST of our own form only: another site cannot log anybody out. */
export async function POST(request: Request) {
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== env().PORTAL_URL) return new Response(null, { status: 403 })
  const form = await request.formData()
  const named = String(form.get('realm') ?? 'citizen')
  const realm: Realm = isRealm(named) ? named : 'citizen'
  const actor = await maybeAnyone(realm)
  const hint = actor ? await closeSession(actor) : null
  ;(await cookies()).set({
    name: sessionCookie(realm),
    value: '',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'lax',
    maxAge: 0,
  })
  if (realm === 'citizen') await clearReturnCookie()
  const next = actor ? await endSessionUrl(realm, hint) : null
  // A provider that cannot be told still knows the person; the page says so.
  const here = `${env().PORTAL_URL}/odhlaseno${actor ? '?jen=portal' : ''}`
  return new Response(null, { status: 303, headers: { location: next ?? here } })
}
