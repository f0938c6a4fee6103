import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody as readRequestBody } from '#sandbox/loopback'

/** How a reply can be broken on purpose instead of being a protocol answer. */
export type Breakage = 'http500' | 'html' | 'hang' | 'drop'

/** One request and its reply, with the address already taken apart. */
export type Exchange = {
  request: IncomingMessage
  response: ServerResponse
  method: string
  path: string
  query: URLSearchParams
}

const longestBody = 64 * 1024

export const formType = 'application/x-www-form-urlencoded; charset=UTF-8'
export const jsonType = 'application/json; charset=UTF-8'
export const htmlType = 'text/html; charset=UTF-8'

/** Takes the request apart; the query is parsed only when there is one. */
export function openExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const address = request.url ?? '/'
  const mark = address.indexOf('?')
  return {
    request,
    response,
    method: request.method ?? 'GET',
    path: mark < 0 ? address : address.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : address.slice(mark + 1)),
  }
}

/** Body as text; throws when longer than 64 KiB or when the client goes away. */
export const readBody = ({ request }: Exchange): Promise<string> => readRequestBody(request, longestBody)

/** Body as JSON; undefined when it is not JSON. */
export async function readJson(exchange: Exchange): Promise<unknown> {
  const body = await readBody(exchange)
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Sends a whole reply. Nothing of the stand-in may be cached. */
export function reply(
  { response }: Exchange,
  status: number,
  contentType: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(body)
}

export const replyJson = (exchange: Exchange, status: number, value: unknown): void =>
  reply(exchange, status, jsonType, JSON.stringify(value))

export const redirect = (
  exchange: Exchange,
  status: 302 | 303,
  location: string,
  headers: Record<string, string> = {},
): void => reply(exchange, status, 'text/plain; charset=UTF-8', '', { ...headers, location })

/** Answers wrongly on purpose: an error of the server, a page instead of a reply, silence, a cut line. */
export function replyBroken(exchange: Exchange, breakage: Breakage): void {
  if (breakage === 'drop') exchange.request.socket.destroy()
  else if (breakage === 'http500') reply(exchange, 500, 'text/plain; charset=UTF-8', 'Internal Server Error')
  else if (breakage === 'html')
    reply(exchange, 200, htmlType, '<!doctype html><title>Odstávka</title><p>Probíhá údržba systému.</p>')
}
