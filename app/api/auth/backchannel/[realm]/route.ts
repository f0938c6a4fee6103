import { readLogoutToken } from '#lib/auth/openid/logout'
import { isRealm } from '#lib/auth/realms'
import { revokeByProvider } from '#lib/auth/session.commands'
import { log } from '#lib/core/log'
import { readCapped } from '#lib/core/read-capped'
import { fail } from '#lib/core/result'

/** OpenID Connect Back-Channel Logout 1.0: the provider ends logins here without the browser. */
export async function POST(request: Request, context: RouteContext<'/api/auth/backchannel/[realm]'>) {
  const { realm } = await context.params
  if (!isRealm(realm)) return new Response(null, { status: 404 })
  const body = await readCapped(request.body, 16 * 1024)
  const token = body === null ? null : new URLSearchParams(body).get('logout_token')
  const message = token
    ? await readLogoutToken(realm, token)
    : fail('There is no logout token, or a body too long.')
  const headers = { 'cache-control': 'no-store' }
  if (!message.ok) {
    log.warn({ realm, reason: message.error }, 'a logout message of the provider was refused')
    return Response.json({ error: 'invalid_request' }, { status: 400, headers })
  }
  await revokeByProvider(realm, message.value)
  return new Response(null, { status: 200, headers })
}
