import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '#sandbox/loopback'
import { page, pageHeaders } from '#sandbox/page'

/** One request and its reply, with the address already taken apart. */
export type Exchange = {
  request: IncomingMessage
  response: ServerResponse
  method: string
  path: string
  query: URLSearchParams
}

/** One thing wrong with a call, the way the protocol words it: a field's fault or a global one. */
export type Fault = { code: number; name: string; message: string; field?: string }

/** How a reply can be broken on purpose instead of being a protocol answer. */
export type Breakage = 'http500' | 'http500-json' | 'html' | 'firewall' | 'not-found-html' | 'hang' | 'drop'

export function openExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const url = new URL(request.url ?? '/', 'http://localhost')
  return { request, response, method: request.method ?? 'GET', path: url.pathname, query: url.searchParams }
}

/** The body as JSON; undefined when it is not JSON. */
export async function readJson({ request }: Exchange): Promise<unknown> {
  const body = await readBody(request)
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
  response.writeHead(status, { 'cache-control': 'no-store', 'content-type': contentType, ...headers })
  response.end(body)
}

export const replyJson = (exchange: Exchange, status: number, value: unknown): void =>
  reply(exchange, status, 'application/json;charset=UTF-8', JSON.stringify(value))

export const redirect = (exchange: Exchange, location: string): void =>
  reply(exchange, 303, 'text/plain; charset=UTF-8', '', { location })

/** A Czech page; `content` is HTML, already escaped. */
export function replyPage(
  exchange: Exchange,
  status: number,
  content: { title: string; body: string; formTargets?: string[] },
): void {
  const label = 'Zkušební platební brána GoPay. Nejde o skutečnou platbu, z účtu ani z karty se nic nestrhne.'
  const { title, body, formTargets = [] } = content
  reply(exchange, status, 'text/html; charset=utf-8', page({ title, label, body }), pageHeaders(formTargets))
}

/** The protocol's own refusal. */
export function replyFault(exchange: Exchange, status: number, fault: Fault): void {
  const { code, name, message, field } = fault
  replyJson(exchange, status, {
    date_issued: new Date().toISOString(),
    errors: [
      {
        scope: field === undefined ? 'G' : 'F',
        field: field ?? null,
        error_code: code,
        error_name: name,
        message,
        description: null,
      },
    ],
  })
}

const outage = '<!doctype html><title>Odstávka</title><p>Probíhá údržba systému.</p>'

/** Answers wrongly on purpose: an error of the server, a page instead of a reply, silence, a cut line. */
export function replyBroken(exchange: Exchange, breakage: Breakage): void {
  if (breakage === 'drop') exchange.request.socket.destroy()
  else if (breakage === 'http500-json')
    replyFault(exchange, 500, { code: 500, name: 'INTERNAL_ERROR', message: 'Internal error' })
  else if (breakage !== 'hang') {
    const status = { http500: 500, html: 200, firewall: 403, 'not-found-html': 404 }[breakage]
    reply(exchange, status, 'text/html; charset=utf-8', outage)
  }
}
