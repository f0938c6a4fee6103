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
    for (const [name, value] of steadyHeaders(policy, isSecure)) response.setHeader(name, value)
    const robots = robotsTag(request.url ?? '')
    if (robots) response.setHeader('x-robots-tag', robots)
    const kept = cacheControl(request.url ?? '')
    if (kept) response.setHeader('cache-control', kept)
  }
}

/** What every answer carries, whatever it answers. */
function steadyHeaders(policy: string, isSecure: boolean): [name: string, value: string][] {
  return [
    ['content-security-policy', policy],
    ['referrer-policy', 'same-origin'],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ['permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=()'],
    ['cross-origin-opener-policy', 'same-origin'],
    ...(isSecure
      ? [['strict-transport-security', 'max-age=31536000; includeSubDomains'] as [string, string]]
      : []),
  ]
}

/**
 * The whole answer to what is no request of HTTP, or none that ends in time: written by hand, since there is nothing to
 * answer to, with the same headers.
 */
export function answerToNoRequest(surface: Surface, code: string | undefined): string {
  const { protocol, host } = new URL(surface.portalUrl)
  const policy = contentPolicy(surface)(randomBytes(16).toString('base64'))
  const status =
    code === 'HPE_HEADER_OVERFLOW'
      ? '431 Request Header Fields Too Large'
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? '408 Request Timeout'
        : '400 Bad Request'
  const headers = steadyHeaders(policy, protocol === 'https:' && !isLoopback(host))
  const lines = [`HTTP/1.1 ${status}`, 'connection: close', 'content-length: 0']
  return [...lines, ...headers.map(([name, value]) => `${name}: ${value}`), '', ''].join('\r\n')
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
