import type { Actor } from '#lib/actor/actor'

/** Who may close a difference and report what a bank did with a card payment. */
export const mayDecide = (actor: Actor): boolean =>
  actor.kind === 'officer' && actor.permissions.has('settlements.decide')

/** Who may read what gateways and the bank say of payments; whoever judges a month must. Jobs may; they name nobody. */
export const seesSettlements = (actor: Actor): boolean =>
  actor.kind === 'job' ||
  (actor.kind === 'officer' &&
    (actor.permissions.has('payments.read') || actor.permissions.has('months.read')))
