import { z } from 'zod'
import { isIsoDate } from '#lib/core/dates'
import { type RenamableClaim, renamableClaims } from '#lib/core/env-login'

const optional = z.string().trim().min(1).max(200).optional().catch(undefined)

/**
 * What we read from an identity provider (OpenID Connect Core 1.0, §§ 2 and 5.1); anything else it says is forgotten.
 */
export const identityClaims = z.object({
  sub: z.string().min(1).max(255),
  given_name: optional,
  family_name: optional,
  name: optional,
  /** A year alone, or one hidden as 0000 (§ 5.1), is no birth date to compare by. */
  birthdate: z
    .string()
    .optional()
    .catch(undefined)
    .transform((text) => (text && !text.startsWith('0000') && isIsoDate(text) ? text : null)),
  email: z.email().max(254).optional().catch(undefined),
  /** The payer's number, from a city portal that has matched the person itself. */
  payer_id: z.preprocess((value) => (typeof value === 'number' ? String(value) : value), optional),
  /** Roles of the office: a list, or names in one text. */
  roles: z
    .union([z.array(z.string()), z.string().transform((text) => text.split(/[\s,;]+/).filter(Boolean))])
    .optional()
    .catch(undefined)
    .transform((roles) => roles ?? []),
  acr: optional,
  auth_time: z.number().int().optional().catch(undefined),
  sid: optional,
})
export type IdentityClaims = z.infer<typeof identityClaims>

/** The claims of a verified ID token, and those that userinfo told about the same subject. */
interface Claims {
  token: Record<string, unknown>
  beside: Record<string, unknown>
}

/**
 * A person out of the claims, by the names the city's provider gives them. Of one claim the token's word wins; who it
 * is, how and when they signed in, and the session at the provider, the token alone says.
 */
export function readIdentity(
  { token, beside }: Claims,
  names: Partial<Record<RenamableClaim, string>>,
): IdentityClaims {
  const said = Object.fromEntries(
    renamableClaims.map((claim) => {
      const name = names[claim] ?? claim
      return [claim, claimAt(token, name) ?? claimAt(beside, name)]
    }),
  )
  const { sub, acr, auth_time, sid } = token
  return identityClaims.parse({ ...said, sub, acr, auth_time, sid })
}

/** A claim by its name, or by a path of names with dots between where no claim is called so whole. */
function claimAt(claims: Record<string, unknown>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name] ?? undefined
  let value: unknown = claims
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value ?? undefined
}
