import type { Actor } from '#lib/actor/actor'
import type { Permission } from '#lib/actor/permissions'

const may = (actor: Actor, permission: Permission) =>
  actor.kind === 'officer' && actor.permissions.has(permission)

/** Who may read the statements of the city's accounts. */
export const seesStatements = (actor: Actor): boolean => may(actor, 'statements.read')

/** Who may learn whose money it is (§ 52 of the tax code): names, symbols, messages. */
export const seesNames = (actor: Actor): boolean => may(actor, 'payers.read')

/** Who may bring a statement: an officer with the permission, or a job of the office itself. */
export const mayImportStatements = (actor: Actor): boolean =>
  actor.kind === 'job' || may(actor, 'statements.import')
