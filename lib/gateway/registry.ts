import { comgate } from './comgate/adapter.ts'
import type { PaymentGateway } from './contract.ts'

const gateways: Record<string, () => PaymentGateway> = { comgate }

/** The gateway of this name, or null. */
export function findGateway(name: string): PaymentGateway | null {
  return Object.hasOwn(gateways, name) ? (gateways[name]?.() ?? null) : null
}

/** The gateway that card payments go through. */
export function cardGateway(): PaymentGateway {
  return comgate()
}
