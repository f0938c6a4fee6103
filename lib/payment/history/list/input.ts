import { z } from 'zod'
import { type IsoDate, isIsoDate, isoDate } from '#lib/core/dates'
import { type StateFilter, slugOfState, stateFromSlug } from '../rules.ts'

/** Which payments a clerk asked for. Days are in Prague, both ends included; pages are counted from one. */
export interface ListFilter {
  state: StateFilter
  from: IsoDate | null
  to: IsoDate | null
  page: number
}

const day = z
  .string()
  .optional()
  .catch(undefined)
  .transform((text) => (text && isIsoDate(text) ? isoDate(text) : null))

const schema = z
  .object({
    stav: z.string().catch(''),
    od: day,
    do: day,
    strana: z.coerce.number().int().min(1).max(100_000).catch(1),
  })
  .transform((given) => ({
    state: stateFromSlug(given.stav),
    from: given.od,
    to: given.do,
    page: given.strana,
  }))

/** Reads the filter from an address; what makes no sense there limits nothing. */
export function readListFilter(parameters: Record<string, string | string[] | undefined>): ListFilter {
  return schema.parse(parameters)
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
