import { currentSession } from '#lib/auth/gates'
import { isRealm, sessionLimits } from '#lib/auth/realms'
import { touchSession } from '#lib/auth/session.commands'
import { now } from '#lib/core/clock'
import { env } from '#lib/core/env'

/** „Zůstat v portálu“: moves the idle end of a live login forward, never past its absolute end. */
export async function POST(request: Request, context: RouteContext<'/api/session/[realm]'>) {
  const { realm } = await context.params
  const origin = request.headers.get('origin')
  const session = isRealm(realm) && origin === env().PORTAL_URL ? await currentSession(realm) : null
  if (!session || !isRealm(realm)) return new Response(null, { status: 401 })
  await touchSession(session.sessionId, realm)
  const absoluteMs = session.absoluteExpiresAt.getTime() - now().getTime()
  return Response.json({ endsInMs: Math.min(sessionLimits[realm].idleMs, absoluteMs) })
}
