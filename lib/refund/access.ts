import type { Actor } from '#lib/actor/actor'

const may = (actor: Actor, permission: 'refunds.propose' | 'refunds.approve') =>
  actor.kind === 'officer' && actor.permissions.has(permission)

/** Who may propose a refund. */
export const mayPropose = (actor: Actor): boolean => may(actor, 'refunds.propose')

/** Who may approve or reject a refund, and say how one with an unknown outcome ended. */
export const mayApprove = (actor: Actor): boolean => may(actor, 'refunds.approve')

/** Who may read refunds. */
export const seesRefunds = (actor: Actor): boolean => mayPropose(actor) || mayApprove(actor)
