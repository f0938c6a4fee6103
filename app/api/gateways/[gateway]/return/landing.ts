import { maybeCitizen } from '#lib/auth/gates'
import { readReturnCookie } from '#lib/auth/return-cookie'
import { env } from '#lib/core/env'
import { orderOfAttempt } from '#lib/payment/order/orders.queries'

export const seeOther = (path: string) =>
  new Response(null, { status: 303, headers: { location: `${env().PORTAL_URL}${path}` } })

/** The page a person who came back from this attempt may see. */
export async function landing(attemptId: string): Promise<string> {
  const [citizen, order, cookieOrderId] = await Promise.all([
    maybeCitizen(),
    orderOfAttempt(attemptId),
    readReturnCookie(),
  ])
  if (citizen && order && order.identityId === citizen.identityId) return `/platby/${order.orderId}`
  if (order && order.orderId === cookieOrderId) return `/navrat/${order.orderId}`
  return '/navrat/neznama'
}
