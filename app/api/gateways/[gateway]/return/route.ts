import { makeGateway } from '#lib/actor/actor'
import { isUuid } from '#lib/core/ids'
import { log } from '#lib/core/log'
import type { PaymentGateway } from '#lib/gateway/contract'
import { findGateway } from '#lib/gateway/registry'
import { recordReturn } from '#lib/payment/hint.commands'
import { refreshPayment } from '#lib/payment/refresh.commands'
import { landing, seeOther } from './landing.ts'

type Context = RouteContext<'/api/gateways/[gateway]/return'>

/** The payer comes back. The address proves nothing: the gateway is asked, and only the owner sees the outcome. */
export async function GET(request: Request, context: Context) {
  const gateway = findGateway((await context.params).gateway)
  if (!gateway) return new Response(null, { status: 404 })
  const returned = await takeReturn(gateway, request)
  return seeOther(typeof returned === 'string' ? await landing(returned) : returned.path)
}

/**
 * The same by a form posted from the gateway's page. Such a request carries no SameSite=Lax cookie, so who came
 * back is seen only at our own address, to which the browser goes on by GET and sends its cookies.
 */
export async function POST(request: Request, context: Context) {
  const gateway = findGateway((await context.params).gateway)
  if (!gateway) return new Response(null, { status: 404 })
  const returned = await takeReturn(gateway, request)
  return seeOther(
    typeof returned === 'string' ? `/api/gateways/${gateway.name}/return/${returned}` : returned.path,
  )
}

/** Stores the hint and asks the gateway; returns the attempt, or where to go where there is none. */
async function takeReturn(gateway: PaymentGateway, request: Request): Promise<string | { path: string }> {
  const given = new URL(request.url).searchParams.get('platba')
  const named = isUuid(given) ? given : null
  const hint = await gateway.readReturn(request)
  // A damaged message tells nothing, but the person stands here: whoever owns the named payment sees its outcome.
  if (!hint.ok) return named ?? { path: '/navrat/neznama' }
  const outcome = await recordReturn(gateway, named, hint.value).catch((error) => {
    log.error(error, 'a return could not be stored')
    return null
  })
  // Nothing is lost: the poller asks by itself.
  if (!outcome) return { path: '/nedostupne?platba=1' }
  if (outcome.kind === 'forged') return named ?? { path: '/navrat/neznama' }
  if (outcome.kind !== 'known') return { path: '/navrat/neznama' }
  const { attemptId } = outcome
  await refreshPayment(makeGateway(gateway.name), attemptId).catch((error) =>
    log.error(error, 'a payment could not be refreshed on return'),
  )
  return attemptId
}
