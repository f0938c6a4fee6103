import type { Officer } from '#lib/actor/actor'

/** Who decides about credit between a fee and a fine. */
export const mayMoveCredit = (actor: Officer): boolean => actor.permissions.has('refunds.approve')
