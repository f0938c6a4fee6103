import { z } from 'zod'
import { isIsoDate, isoDate } from '#lib/core/dates'
import type { ListFilter } from './list.rules.ts'
import { stateFromSlug } from './rules.ts'

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
