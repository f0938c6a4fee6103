import { after } from 'next/server'
import { makeGateway } from '#lib/actor/actor'
import { log } from '#lib/core/log'
import { findGateway } from '#lib/gateway/registry'
import { recordHint } from '#lib/payment/hint.commands'
import { refreshPayment } from '#lib/payment/refresh.commands'

/** A gateway's word is only a hint: it is stored, answered, and then the gateway is asked. */
async function answer(request: Request, context: RouteContext<'/api/gateways/[gateway]/notifications'>) {
  const gateway = findGateway((await context.params).gateway)
  if (!gateway) return new Response(null, { status: 404 })
  // Another method than the gateway's own is a probe of the address, as one is made when it is saved.
  if (request.method !== gateway.notifiesBy) return gateway.acknowledge()
  const hint = await gateway.readNotification(request)
  if (!hint.ok) return new Response(null, { status: hint.error === 'too_large' ? 413 : 400 })
  const outcome = await recordHint(gateway, 'notification', hint.value)
  if (outcome.kind === 'forged') return new Response(null, { status: 403 })
  if (outcome.kind === 'known') {
    after(() =>
      refreshPayment(makeGateway(gateway.name), outcome.attemptId).catch((error) =>
        log.error(error, 'a payment could not be refreshed after a notification'),
      ),
    )
  }
  return gateway.acknowledge()
}

export { answer as GET, answer as POST }
