import type { Officer } from '#lib/actor/actor'

/** Who may learn whose payment it is (§ 52 of the tax code): names, variable symbols, e-mail addresses. */
export const seesPayers = (actor: Officer): boolean => actor.permissions.has('payers.read')

/** Who may read the raw messages exchanged with a gateway. */
export const seesGatewayMessages = (actor: Officer): boolean => actor.permissions.has('gateway_messages.read')
