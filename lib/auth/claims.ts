import { z } from 'zod'
import { isIsoDate } from '#lib/core/dates'

const optional = z.string().trim().max(200).optional().catch(undefined)

/**
 * What we read from an identity provider (OpenID Connect Core 1.0, §§ 2 and 5.1); anything else it says is forgotten.
 */
export const identityClaims = z.object({
  sub: z.string().min(1).max(255),
  given_name: optional,
  family_name: optional,
  name: optional,
  birthdate: z
    .string()
    .optional()
    .catch(undefined)
    .transform((text) => (text && isIsoDate(text) ? text : null)),
  email: z.email().max(254).optional().catch(undefined),
  /** The payer's number, from a city portal that has matched the person itself. */
  payer_id: optional,
  /** Roles of the office: a list, or one name. */
  roles: z
    .union([z.array(z.string()), z.string().transform((role) => [role])])
    .optional()
    .catch(undefined)
    .transform((roles) => roles ?? []),
  acr: optional,
  auth_time: z.number().int().optional().catch(undefined),
  sid: optional,
})
export type IdentityClaims = z.infer<typeof identityClaims>
