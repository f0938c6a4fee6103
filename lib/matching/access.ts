import type { Actor } from '#lib/actor/actor'

/** Who may lay received money on payers and take it back. */
export const mayMatch = (actor: Actor): boolean =>
  actor.kind === 'officer' && actor.permissions.has('matching.write')
