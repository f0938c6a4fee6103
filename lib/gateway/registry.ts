import { env } from '#lib/core/env'
import type { GatewaySettings } from '#lib/core/env-gateways'
import { type CardGateways, chooseGateway } from './choice.rules.ts'
import { comgateAt } from './comgate/adapter.ts'
import type { PaymentGateway } from './contract.ts'
import { csobAt } from './csob/adapter.ts'
import { gopayAt } from './gopay/adapter.ts'
import { gpwebpayAt } from './gpwebpay/adapter.ts'

type GatewayName = keyof GatewaySettings
type Openers = { [Name in GatewayName]?: (settings: GatewaySettings[Name]) => PaymentGateway }

/** The gateways the portal can speak with; which of them it does, the environment says. */
const openers: Openers = {
  comgate: comgateAt,
  csob: csobAt,
  gopay: gopayAt,
  gpwebpay: gpwebpayAt,
}

/** The configured gateway of this name, or null. */
export function findGateway(name: string): PaymentGateway | null {
  return Object.hasOwn(openers, name) ? open(name as GatewayName) : null
}

function open<Name extends GatewayName>(name: Name): PaymentGateway | null {
  const settings: GatewaySettings[Name] | undefined = env().gateways[name]
  const opener: Openers[Name] = openers[name]
  return settings && opener ? opener(settings) : null
}

/** The gateways the environment describes, in a steady order. */
export function configuredGateways(): PaymentGateway[] {
  return Object.keys(openers).flatMap((name) => findGateway(name) ?? [])
}

/** Where payers may be sent: the origins of all configured gateways. */
export function gatewayOrigins(): string[] {
  return configuredGateways().flatMap((gateway) => gateway.origins)
}

/** Whose page it is, for „stránku společnosti …“; also of a gateway that is configured no more. */
export function gatewayCompany(name: string): string {
  return findGateway(name)?.companyName ?? name
}

export type CardGateway =
  | { gateway: PaymentGateway; isBroken: boolean }
  | { gateway: null; sentence: string | null }

/** The gateway for a card payment of claims of these kinds, or why there is none just now. `broken` by name. */
export function cardGatewayFor(
  setting: CardGateways,
  feeKindCodes: readonly string[],
  broken: readonly { name: string }[],
): CardGateway {
  const configured = configuredGateways()
  const choice = chooseGateway(
    setting,
    configured.map((gateway) => gateway.name),
    feeKindCodes,
    broken.map(({ name }) => name),
  )
  const gateway = configured.find(({ name }) => name === choice.name)
  return gateway ? { gateway, isBroken: choice.isBroken } : { gateway: null, sentence: choice.sentence }
}
