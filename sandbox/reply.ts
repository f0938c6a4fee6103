import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'

export const formType = 'application/x-www-form-urlencoded; charset=UTF-8'
const jsonType = 'application/json; charset=UTF-8'
export const htmlType = 'text/html; charset=UTF-8'
export const textType = 'text/plain; charset=UTF-8'

/** A whole reply. Nothing of a stand-in may be cached. */
export const reply = (
  status: number,
  contentType: string,
  body: string,
  headers: Record<string, string> = {},
): Response =>
  new Response(body, {
    status,
    headers: {
      'content-type': contentType,
      'content-length': String(Buffer.byteLength(body)),
      'cache-control': 'no-store',
      ...headers,
    },
  })

/** A value as JSON. */
export const replyJson = (status: number, value: unknown): Response =>
  reply(status, jsonType, JSON.stringify(value))

/** Sends the browser on. */
export const redirect = (status: 302 | 303, location: string): Response =>
  reply(status, textType, '', { location })

/** How a reply can be broken on purpose instead of being a protocol answer. */
export type Breakage = 'http500' | 'html' | 'hang' | 'drop'

/** A reply broken on purpose: an error of the server, a page instead of an answer, silence, a cut line. */
export function replyBroken(call: { env: HttpBindings }, breakage: Breakage): Response | Promise<Response> {
  if (breakage === 'drop') return cutLine(call)
  if (breakage === 'hang') return new Promise<never>(() => {})
  if (breakage === 'http500') return reply(500, textType, 'Internal Server Error')
  return reply(200, htmlType, '<!doctype html><title>Odstávka</title><p>Probíhá údržba systému.</p>')
}

/** Cuts the line without a word. */
export function cutLine({ env }: { env: HttpBindings }): Response {
  env.incoming.socket.destroy()
  return RESPONSE_ALREADY_SENT
}
