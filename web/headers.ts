import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { askedForHeader } from '#lib/auth/asked-for'
import { rawQueryHeader } from '#lib/gateway/raw-query'
import { isLoopback } from './loopback.ts'
import { contentPolicy, type Surface } from './policy.ts'
import { cacheControl } from './public-files.ts'
import { robotsTag } from './search-engines.ts'

/**
 * Sets the headers that protect people on every answer, and keeps search engines from all but the listed pages. The
 * nonce of the policy is told to the pages by the request's own headers, from which Next takes it for its scripts too.
 */
export function protectiveHeaders(
  surface: Surface,
): (request: IncomingMessage, response: ServerResponse) => void {
  const policyOf = contentPolicy(surface)
  const { protocol, host } = new URL(surface.portalUrl)
  // Browsers would keep the promise for every port of this machine, also for those that do not encrypt.
  const isSecure = protocol === 'https:' && !isLoopback(host)
  return (request, response) => {
    const nonce = randomBytes(16).toString('base64')
    const policy = policyOf(nonce)
    request.headers['x-nonce'] = nonce
    request.headers['content-security-policy'] = policy
    request.headers[askedForHeader] = request.url ?? '/'
    keepRawQuery(request)
    response.setHeader('content-security-policy', policy)
    response.setHeader('referrer-policy', 'same-origin')
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('x-frame-options', 'DENY')
    response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()')
    response.setHeader('cross-origin-opener-policy', 'same-origin')
    if (isSecure) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains')
    const robots = robotsTag(request.url ?? '')
    if (robots) response.setHeader('x-robots-tag', robots)
    const kept = cacheControl(request.url ?? '')
    if (kept) response.setHeader('cache-control', kept)
  }
}

/** For the returns of gateways only, and never as somebody outside wrote it. */
function keepRawQuery(request: IncomingMessage): void {
  delete request.headers[rawQueryHeader]
  const [path = '', ...rest] = (request.url ?? '').split('?')
  if (path.startsWith('/api/gateways/')) request.headers[rawQueryHeader] = rest.join('?')
}

/**
 * Where a page asked for under another spelling of our loopback host (127.0.0.1 for localhost) is to be asked
 * for instead, because cookies and logins belong to one spelling. Null for everything else, also for what is no
 * page a person asks for by its address: the framework fetches the target of an action's redirect from itself by
 * number, and following us to another host it would leave the person's cookies behind.
 */
export function ownAddress(portalUrl: string, request: IncomingMessage): string | null {
  const { host, rsc } = request.headers
  const path = request.url ?? '/'
  const own = new URL(portalUrl).host
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const isPage = isRead && !rsc && !path.startsWith('/api/')
  if (!isPage || !host || host === own || !isLoopback(own) || !isLoopback(host)) return null
  return `${portalUrl}${path.startsWith('/') ? path : '/'}`
}
