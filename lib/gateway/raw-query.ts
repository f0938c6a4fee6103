/**
 * Under this header the web process keeps the query of a gateway's return as it came: Next reads an address as
 * UTF-8 and writes it anew, and a signature over bytes of another alphabet would not survive that.
 */
export const rawQueryHeader = 'x-raw-query'

/** The query as the browser sent it, without the question mark; where nobody kept it, what the address says. */
export function rawQuery(request: Request): string {
  return request.headers.get(rawQueryHeader) ?? new URL(request.url).search.slice(1)
}
