import type { IsoDate } from '#lib/core/dates'
import { type StateFilter, slugOfState } from './rules.ts'

/** Which payments a clerk asked for. Days are in Prague, both ends included; pages are counted from one. */
export interface ListFilter {
  state: StateFilter
  from: IsoDate | null
  to: IsoDate | null
  page: number
}

/** The filter as an address carries it, without what it does not limit. */
export function listAddress(filter: ListFilter): string {
  const parameters = new URLSearchParams()
  const slug = slugOfState(filter.state)
  if (slug) parameters.set('stav', slug)
  if (filter.from) parameters.set('od', filter.from)
  if (filter.to) parameters.set('do', filter.to)
  if (filter.page > 1) parameters.set('strana', String(filter.page))
  return parameters.size > 0 ? `/urad/platby?${parameters}` : '/urad/platby'
}
