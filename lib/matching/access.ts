import type { Actor } from '#lib/actor/actor'

/** Who may lay received money on payers and take it back: a clerk or an accountant of the office. */
export function mayMatch(actor: Actor): boolean {
  return actor.kind === 'officer' && actor.roles.some((role) => role === 'clerk' || role === 'accountant')
}
