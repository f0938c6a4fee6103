import type { Actor } from '#lib/actor/actor'
import type { Permission } from '#lib/actor/permissions'

const may = (actor: Actor, permission: Permission) =>
  actor.kind === 'officer' && actor.permissions.has(permission)

/** Who may decide who owes a receivable, lay money on it and write it off. */
export const mayRecover = (actor: Actor): boolean => may(actor, 'settlements.decide')

/** Who may see receivables: whoever sees payments, and jobs that count them. */
export const seesReceivables = (actor: Actor): boolean => actor.kind === 'job' || may(actor, 'payments.read')

/** Who may learn whose money it was (§ 52 of the tax code). */
export const seesDebtors = (actor: Actor): boolean => actor.kind === 'job' || may(actor, 'payers.read')
