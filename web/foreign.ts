import type { IncomingMessage } from 'node:http'

/**
 * Whether a page of somebody else sends this: browsers name where a request that changes something comes from. Gateways
 * bring people back by forms of their own, and their messages are proved otherwise.
 */
export function isForeign(
  portalUrl: string,
  request: Pick<IncomingMessage, 'headers' | 'url' | 'method'>,
): boolean {
  const { headers, url = '', method } = request
  if (method === 'GET' || method === 'HEAD' || url.startsWith('/api/gateways/')) return false
  const { origin, host } = headers
  if (origin === undefined || origin === portalUrl) return false
  return !URL.canParse(origin) || new URL(origin).host !== host
}

/** Whether this asks a page to do something; logging out is a route of its own. */
export const isAction = ({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean =>
  method === 'POST' && !url.startsWith('/api/') && !/^\/odhlaseni($|[?/])/.test(url)
