import { comgate } from './comgate/adapter.ts'
import type { PaymentGateway } from './contract.ts'

const gateways: Record<string, () => PaymentGateway> = { comgate }

/** The gateway of this name, or null. */
export function findGateway(name: string): PaymentGateway | null {
  return Object.hasOwn(gateways, name) ? (gateways[name]?.() ?? null) : null
}

/** Where payers may be sent: the origins of all gateways. */
export function gatewayOrigins(): string[] {
  return Object.values(gateways).map((open) => open().origin)
}

/** The gateway that card payments go through. */
export function cardGateway(): PaymentGateway {
  return comgate()
}
