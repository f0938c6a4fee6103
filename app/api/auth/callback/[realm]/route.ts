import { finishLogin } from '#lib/auth/next-auth'
import { isRealm } from '#lib/auth/realms'

/** Where a provider sends the browser back to. */
export async function GET(request: Request, context: RouteContext<'/api/auth/callback/[realm]'>) {
  const { realm } = await context.params
  return isRealm(realm) ? finishLogin(realm, request) : new Response(null, { status: 404 })
}
