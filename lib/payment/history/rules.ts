import { type AttemptState, attemptStates } from '../edges.rules.ts'

/** How many payments one page of the list holds. */
export const pageSize = 50

/** The names of states in an address of the office. */
export const stateSlugs: Record<AttemptState, string> = {
  prepared: 'pripravena',
  unknown: 'bez-odpovedi',
  waiting: 'u-brany',
  paid: 'zaplacena',
  cancelled: 'zrusena',
  refused: 'odmitnuta',
  disputed: 'nesouhlasi',
  expired: 'vyprsela',
  left: 'opustena',
}

/** Stands for every payment about which the city does not know yet whether money came. */
export const unverifiedSlug = 'neoverene'

/** Which states a list is limited to; null is all of them. */
export type StateFilter = AttemptState | 'unverified' | null

/** The state an address names; anything unknown limits nothing. */
export function stateFromSlug(slug: string): StateFilter {
  if (slug === unverifiedSlug) return 'unverified'
  return attemptStates.find((state) => stateSlugs[state] === slug) ?? null
}

/** How a filter by state is written in an address; empty for no filter. */
export function slugOfState(filter: StateFilter): string {
  if (filter === null) return ''
  return filter === 'unverified' ? unverifiedSlug : stateSlugs[filter]
}
