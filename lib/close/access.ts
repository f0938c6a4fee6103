import type { Actor } from '#lib/actor/actor'

/** Who may see how the months stand, their control sums and documents. */
export const seesMonths = (actor: Actor): boolean =>
  actor.kind === 'job' || (actor.kind === 'officer' && actor.permissions.has('months.read'))

/** Who may close and reopen months and confirm the documents of a day. */
export const mayClose = (actor: Actor): boolean =>
  actor.kind === 'officer' && actor.permissions.has('months.close') && actor.permissions.has('months.read')
