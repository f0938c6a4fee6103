import { createHash, timingSafeEqual } from 'node:crypto'

/** Notifications are not signed; they echo the `secret`. Compared in constant time, and never the only check. */
export function isOurSecret(given: unknown, secret: string): boolean {
  if (typeof given !== 'string') return false
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(secret))
}
