import type { Actor } from '#lib/actor/actor'

/** Who may say how movements of the bank are recognised: whoever decides about settlements with gateways. */
export const maySetRules = (actor: Actor): boolean =>
  actor.kind === 'officer' && actor.permissions.has('settlements.decide')
