import { fail, ok, type Result } from '#lib/core/result'
import type { Hint, HintFault } from '../contract.ts'
import type { GopayConnection } from './connection.ts'
import { looksLikePaymentId, looksLikeReference } from './parse.ts'
import { isOurMark } from './signature.ts'
import { keepText } from './wire.ts'

/** The address has a number, a reference and a mark; anything longer is not a notification. */
const longestAddress = 2000

/**
 * A notification by GET: the gateway's `id` behind the `notification_url` we gave for the payment. With our mark it
 * also finds an attempt whose create call has not been answered yet. Without any mark it is a bare number, which may
 * still make us ask; a wrong mark is a forgery.
 */
export function readNotification(connection: GopayConnection, request: Request): Result<Hint, HintFault> {
  if (request.url.length > longestAddress) return fail('too_large')
  const { pathname, search, searchParams } = new URL(request.url)
  const id = searchParams.get('id')
  if (id === null || !looksLikePaymentId(id)) return fail('unreadable')
  const reference = searchParams.get('objednavka')
  const mark = searchParams.get('znak')
  const isBare = reference === null && mark === null
  const isOurs =
    reference !== null &&
    mark !== null &&
    looksLikeReference(reference) &&
    isOurMark(connection, reference, mark)
  return ok({
    gatewayPaymentId: id,
    reference: isOurs ? reference : null,
    claimedState: null,
    isAuthentic: isBare || isOurs,
    body: keepText(connection, `GET ${pathname}${search}`),
  })
}
