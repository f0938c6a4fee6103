import { type SQL, sql } from 'drizzle-orm'
import type { Actor, Citizen } from '#lib/actor/actor'

const may = (actor: Actor, permission: 'refunds.propose' | 'refunds.approve') =>
  actor.kind === 'officer' && actor.permissions.has(permission)

/** Who may propose a refund. */
export const mayPropose = (actor: Actor): boolean => may(actor, 'refunds.propose')

/** Who may approve or reject a refund, and say how one with an unknown outcome ended. */
export const mayApprove = (actor: Actor): boolean => may(actor, 'refunds.approve')

/** Who may read refunds. */
export const seesRefunds = (actor: Actor): boolean => mayPropose(actor) || mayApprove(actor)

/**
 * SQL over refund `r`: which refunds a citizen sees. Those they are entitled to (the overpayment is the payer's, § 155 of
 * the tax code), and only once one is approved.
 */
export const visibleTo = (actor: Citizen): SQL =>
  sql`(${isTold} and r.entitled_payer_id = ${actor.payerId}::uuid)`

/** SQL over refund `r` and payment order `o`: what goes back of an order, for the one who made it. */
export const visibleInOrder = (actor: Citizen, orderId: string): SQL =>
  sql`(${isTold} and o.id = ${orderId}::uuid and o.identity_id = ${actor.identityId})`

const isTold = sql`r.state in ('approved', 'sent', 'unknown', 'done', 'returned')`
