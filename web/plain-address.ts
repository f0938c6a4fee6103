/**
 * The address that was asked for with its path as the framework will read it: without `.` and `..`, encoded ones
 * included, and without backslashes. Everything decides by this one spelling, so that no guard sees another page than
 * the one that answers. The query stays as it was sent, since gateways sign it. Null for what is no path, and for
 * a zero in it, which no text of ours may hold.
 */
export function plainAddress(url: string): string | null {
  if (!url.startsWith('/') || url.includes('%00')) return null
  const end = url.indexOf('?')
  const [path, query] = end < 0 ? [url, ''] : [url.slice(0, end), url.slice(end)]
  const address = `http://portal.invalid${path}`
  return URL.canParse(address) ? `${new URL(address).pathname}${query}` : null
}
