import type { Actor } from '#lib/actor/actor'

const may = (actor: Actor, permission: 'statements.read' | 'statements.import' | 'matching.write') =>
  actor.kind === 'officer' && actor.permissions.has(permission)

/** Who may lay received money on payers and take it back. */
export const mayMatch = (actor: Actor): boolean => may(actor, 'matching.write')

/** Who may read the statements of the city's accounts. */
export const seesStatements = (actor: Actor): boolean => may(actor, 'statements.read')

/** Who may bring a statement: an officer with the permission, or a job of the office itself. */
export const mayImportStatements = (actor: Actor): boolean =>
  actor.kind === 'job' || may(actor, 'statements.import')
