import { makeGateway } from '#lib/actor/actor'
import { maybeCitizen } from '#lib/auth/gates'
import { readReturnCookie } from '#lib/auth/return-cookie'
import { env } from '#lib/core/env'
import { log } from '#lib/core/log'
import { findGateway } from '#lib/gateway/registry'
import { recordReturn } from '#lib/payment/hint/commands'
import { orderOfAttempt } from '#lib/payment/order/queries'
import { refreshPayment } from '#lib/payment/refresh/commands'

const isUuid = (text: string | null) => text !== null && /^[0-9a-f-]{36}$/.test(text)

/** The payer comes back. The address proves nothing: the gateway is asked, and only the owner sees the outcome. */
export async function GET(request: Request, context: RouteContext<'/api/gateways/[gateway]/return'>) {
  const gateway = findGateway((await context.params).gateway)
  if (!gateway) return new Response(null, { status: 404 })
  const url = new URL(request.url)
  const named = url.searchParams.get('platba')
  const outcome = await recordReturn(gateway, isUuid(named) ? named : null, gateway.readReturn(url)).catch(
    (error) => {
      log.error(error, 'a return could not be stored')
      return null
    },
  )
  // Nothing is lost: the gateway pushes, and the poller asks by itself.
  if (!outcome) return seeOther('/nedostupne?platba=1')
  if (outcome.kind === 'known') {
    await refreshPayment(makeGateway(gateway.name), outcome.attemptId).catch((error) =>
      log.error(error, 'a payment could not be refreshed on return'),
    )
  }
  return seeOther(outcome.kind === 'known' ? await landing(outcome.attemptId) : '/navrat/neznama')
}

const seeOther = (path: string) =>
  new Response(null, { status: 303, headers: { location: `${env().PORTAL_URL}${path}` } })

async function landing(attemptId: string): Promise<string> {
  const [citizen, order, cookieOrderId] = await Promise.all([
    maybeCitizen(),
    orderOfAttempt(attemptId),
    readReturnCookie(),
  ])
  if (citizen && order && order.identityId === citizen.identityId) return `/platby/${order.orderId}`
  if (order && order.orderId === cookieOrderId) return `/navrat/${order.orderId}`
  return '/navrat/neznama'
}
