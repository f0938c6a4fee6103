import type { GatewaySettings } from '#lib/core/env-gateways'

/** How one e-shop is reached. */
export type GopayConnection = GatewaySettings['gopay']

/** How the e-shop proves itself where it asks for a token. */
export function basicAuthorization({ clientId, clientSecret }: GopayConnection): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
}
