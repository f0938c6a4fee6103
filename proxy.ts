import { type NextRequest, NextResponse } from 'next/server'
import { env } from '#lib/core/env'
import { gatewayOrigins } from '#lib/gateway/registry'

/** Where forms may lead: ourselves, the gateways and the identity providers of this installation. */
function formTargets(): string {
  const settings = env()
  const issuers = [settings.CITIZEN_OIDC_ISSUER, settings.OFFICE_OIDC_ISSUER].map(
    (url) => new URL(url).origin,
  )
  return [...new Set([...gatewayOrigins(), ...issuers])].join(' ')
}

let policyTail: string | null = null
let portalHost: string | null = null

/** Sets the headers of every page and sends other spellings of our host to the portal's own. Decides nothing. */
export function proxy(request: NextRequest) {
  portalHost ??= new URL(env().PORTAL_URL).host
  const host = request.headers.get('host')
  const isPage = request.method === 'GET' && !request.nextUrl.pathname.startsWith('/api/')
  if (isPage && host && host !== portalHost && isLoopback(portalHost) && isLoopback(host)) {
    const address = new URL('/api/own-address', request.nextUrl)
    address.searchParams.set('path', `${request.nextUrl.pathname}${request.nextUrl.search}`)
    return NextResponse.rewrite(address)
  }
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64')
  policyTail ??= `style-src-attr 'none'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' ${formTargets()}`
  const policy = `default-src 'self'; script-src 'self' 'nonce-${nonce}' 'strict-dynamic'; style-src 'self' 'nonce-${nonce}'; ${policyTail}`
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  response.headers.set('referrer-policy', 'same-origin')
  response.headers.set('x-content-type-options', 'nosniff')
  response.headers.set('x-frame-options', 'DENY')
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()')
  response.headers.set('cross-origin-opener-policy', 'same-origin')
  if (env().PORTAL_URL.startsWith('https:')) {
    response.headers.set('strict-transport-security', 'max-age=31536000; includeSubDomains')
  }
  return response
}

const isLoopback = (host: string) => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host)

// Notifications are for machines: a policy for browsers, and the copy of the body it costs, serve nobody there.
export const config = {
  matcher: ['/((?!_next/static|_next/image|favicon.ico|api/gateways/[^/]+/notifications).*)'],
}
