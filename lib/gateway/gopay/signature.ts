import { createHmac, timingSafeEqual } from 'node:crypto'

interface Shop {
  goid: string
  clientSecret: string
}

/**
 * The protocol signs nothing and a notification names only the gateway's number. The address we give for each
 * payment therefore carries our reference and this mark of it, which nobody else can make.
 */
export function markOf({ goid, clientSecret }: Shop, reference: string): string {
  return createHmac('sha256', clientSecret)
    .update(`gopay notification ${goid} ${reference}`)
    .digest('base64url')
}

/** Compared in constant time, and never the only check. */
export function isOurMark(shop: Shop, reference: string, mark: string): boolean {
  const right = Buffer.from(markOf(shop, reference))
  const given = Buffer.from(mark)
  return given.length === right.length && timingSafeEqual(given, right)
}
