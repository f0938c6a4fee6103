import { env } from '#lib/core/env'

/**
 * Sends another spelling of our host (127.0.0.1 for localhost) to the portal's own, to which cookies and logins
 * belong. A handler does it because the proxy would shorten the address to a relative one.
 */
export function GET(request: Request) {
  const path = new URL(request.url).searchParams.get('path') ?? '/'
  const location = `${env().PORTAL_URL}${path.startsWith('/') ? path : '/'}`
  return new Response(null, { status: 307, headers: { location, 'cache-control': 'no-store' } })
}
