import { setTimeout as pause } from 'node:timers/promises'
import type { Gateway } from '#sandbox/comgate/gateway'
import { allowedMethod } from '#sandbox/comgate/methods'
import { readOrder } from '#sandbox/comgate/order'
import type { Payment, ProtocolVersion } from '#sandbox/comgate/payments'
import { broken, done, type Outcome, refused } from '#sandbox/comgate/refusal'

type CreatedPayment = { payment: Payment; redirect: string; prepareOnly: boolean }

/**
 * Creates a payment from the fields of either version, or fails the way its behaviour asks for.
 * A delay comes after storing, so that a client who gives up leaves a payment behind.
 */
export async function createPayment(
  gateway: Gateway,
  fields: ReadonlyMap<string, string>,
  version: ProtocolVersion,
): Promise<Outcome<CreatedPayment>> {
  const order = readOrder(fields, version)
  if (order.kind !== 'done') return order

  const ownBehaviour = gateway.rules.take(order.value.refId)
  const behaviour = gateway.rules.behaviourOf({ behaviour: ownBehaviour })
  const { createFails, createDelayMs } = behaviour
  const isStored = createFails === null || createFails === 'timeout-after-storing'
  const payment = isStored ? gateway.payments.create(order.value, version, ownBehaviour) : null

  if (payment !== null && behaviour.pushBeforeCreateReply) {
    const method = allowedMethod(payment.allowedMethods, 'card') ?? payment.allowedMethods[0] ?? ''
    await gateway.payments.decide(payment, { status: 'PAID', method })?.firstPush
  }
  if (createDelayMs > 0) await pause(createDelayMs, undefined, { ref: false })

  if (createFails === '1400') return refused(1400, 'Unauthorized access')
  if (createFails === '1100') return refused(1100, 'Unknown error')
  if (createFails === 'http500' || createFails === 'html') return broken(createFails)
  if (payment === null || createFails === 'timeout-after-storing') return broken('drop')
  return done({ payment, redirect: payerAddress(gateway, payment), prepareOnly: order.value.prepareOnly })
}

/** Address of the payer's page. */
export const payerAddress = (gateway: Gateway, payment: Payment): string =>
  `${gateway.publicUrl}/client/instructions/index?id=${payment.transId}`
