import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody } from '#sandbox/loopback'
import { escapeHtml, page, pageHeaders } from '#sandbox/page'

/** One request and its reply, with the address already taken apart. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  method: string
  path: string
  query: URLSearchParams
}

export function openExchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  return { request, response, method: request.method ?? 'GET', path: pathname, query: searchParams }
}

/** The fields of a posted form, or of the address. */
export const readFields = async (exchange: Exchange): Promise<URLSearchParams> =>
  exchange.method === 'POST' ? new URLSearchParams(await readBody(exchange.request)) : exchange.query

/** Body as JSON; undefined when it is not JSON. */
export async function readJson(exchange: Exchange): Promise<unknown> {
  try {
    return JSON.parse(await readBody(exchange.request))
  } catch {
    return undefined
  }
}

export function reply({ response }: Exchange, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' }).end(body)
}

export const replyJson = (exchange: Exchange, status: number, value: unknown): void =>
  reply(exchange, status, 'application/json; charset=UTF-8', JSON.stringify(value))

export function redirect({ response }: Exchange, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' }).end()
}

const label = 'Zkušební platební brána. Nejde o skutečnou platbu, z účtu ani z karty se nic nestrhne.'

/** Sends a page that needs no JavaScript; its forms may end up at the given origins. */
export function replyPage(
  { response }: Exchange,
  status: number,
  content: { title: string; body: string; formTargets?: string[] },
): void {
  response.writeHead(status, pageHeaders(content.formTargets)).end(page({ ...content, label }))
}

export { escapeHtml }

/** `1 440 Kč` or `12,50 EUR` from minor units, with non-breaking spaces. */
export function formatAmount(amount: number, currency: string): string {
  const rest = amount % 100
  const digits = String(Math.trunc(amount / 100)).replace(/\B(?=(\d{3})+$)/g, '\u00a0')
  const number = rest === 0 ? digits : `${digits},${String(rest).padStart(2, '0')}`
  return `${number}\u00a0${currency === '203' ? 'Kč' : currency}`
}
