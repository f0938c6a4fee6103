import type { Behaviour as ComgateBehaviour } from '#sandbox/comgate/behaviour'
import type { Behaviour as CsobBehaviour } from '#sandbox/csob/behaviour'
import type { Behaviour as GopayBehaviour } from '#sandbox/gopay/behaviour'
import type { Behaviour as GpwebpayBehaviour } from '#sandbox/gpwebpay/behaviour'
import { type GatewayName, gatewayNames, order } from '#tests/soak/gateways'
import type { Chance } from '#tests/soak/random'
import type { World } from '#tests/soak/world'

/** How the next payments go wrong. Each of these may meet a kill at any point. */
const faults: {
  comgate: ComgateBehaviour[]
  csob: CsobBehaviour[]
  gopay: GopayBehaviour[]
  gpwebpay: GpwebpayBehaviour[]
} = {
  comgate: [
    { pushTimes: 2 },
    { pushTimes: 0 },
    { pushTimes: 0, payerNeverReturns: true },
    { pushDelayMs: 4000 },
    { pushBeforeCreateReply: true },
    { pushBeforeCreateReply: true, createDelayMs: 1500 },
    { pushBeforeCreateReply: true, createFails: 'timeout-after-storing' },
    { createFails: 'timeout-after-storing' },
    { createFails: 'http500' },
    { createFails: 'html' },
    { createFails: '1400' },
    { createDelayMs: 2000 },
    { statusDelayMs: 1500 },
    { statusFails: 'http500', statusFailsTimes: 2 },
    { statusFails: 'html', statusFailsTimes: 2 },
    { statusFails: '1400', statusFailsTimes: 3 },
    { wrongAmount: true, pushTimes: 2 },
    { ignoreExpiry: true },
    { refundFails: 'timeout-after-storing' },
    { refundFails: 'http500' },
    { refundFails: '1400' },
    { payerNeverReturns: true, pushTimes: 3 },
  ],
  csob: [
    { statusLagsTimes: 2 },
    { statusLagsTimes: 4 },
    { createFails: 'after-storing' },
    { createFails: 'http500' },
    { createFails: 'html' },
    { createFails: '900' },
    { createDelayMs: 2000 },
    { statusFails: 'drop', statusFailsTimes: 2 },
    { statusFails: 'html', statusFailsTimes: 2 },
    { statusFails: '900', statusFailsTimes: 2 },
    { changeFails: 'drop' },
    { changeFails: 'http500' },
    { changeFails: '150' },
    { payerNeverReturns: true },
    { badSignatures: ['return'] },
  ],
  gopay: [
    { notifyTimes: 3 },
    { notifyTimes: 0 },
    { notifyTimes: 0, payerNeverReturns: true },
    { notifyDelayMs: 4000 },
    { notifyEarly: true },
    { notifyBeforeCreateReply: true },
    { notifyBeforeCreateReply: true, createFails: 'timeout-after-storing' },
    { createFails: 'timeout-after-storing' },
    { createFails: 'firewall' },
    { createFails: 'http500' },
    { createDelayMs: 2000 },
    { statusFails: 'http500', statusFailsTimes: 2 },
    { statusFails: 'html', statusFailsTimes: 2 },
    { statusFails: 'unknown-state', statusFailsTimes: 1 },
    { tokenExpiresTimes: 1 },
    { wrongAmount: true },
    { refund: 'accepted' },
    { refund: 'failed' },
    { refund: 'timeout-after-storing' },
    { refund: 'http500' },
  ],
  gpwebpay: [
    { returnCodes: { primary: 14, secondary: 0 } },
    { returnCodes: { primary: 20, secondary: 0 } },
    { returnCodes: { primary: 250, secondary: 0 } },
    { returnCodes: { primary: 1000, secondary: 0 } },
    { neverReturns: true },
    { noResultText: true },
    { dropsLastBar: true },
    { rawPlus: true },
    { badDigest: 'both' },
    { serviceFails: 'http500', serviceFailsTimes: 2 },
    { serviceFails: 'html', serviceFailsTimes: 2 },
    { serviceFails: 'drop', serviceFailsTimes: 2 },
    { serviceFails: 'fault', serviceFailsTimes: 1 },
    { serviceDelayMs: 1500 },
    { noAmounts: true },
  ],
}

/** One change of the outside world: a fault for the next payments, a gateway down for a while, or good days again. */
export async function misbehaveOnce(world: World, chance: Chance): Promise<void> {
  const gateway = chance.pick(gatewayNames)
  if (chance.happens(0.06)) return goDown(world, gateway, chance.between(500, 4000))
  const behaviour = chance.pick<object>(faults[gateway])
  await order(world, gateway, 'behaviour', { next: chance.between(1, 2), behaviour })
}

async function goDown(world: World, gateway: GatewayName, forMs: number) {
  const path = gateway === 'gopay' ? 'switches' : 'down'
  await order(world, gateway, path, { down: true })
  await new Promise((resolve) => setTimeout(resolve, forMs))
  await order(world, gateway, path, { down: false })
}
