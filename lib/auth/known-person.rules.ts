import type { Arrival } from './openid/exchange.ts'

/** What is kept about a person who signed in. */
export interface KnownPerson {
  givenName: string | null
  familyName: string | null
  birthDate: string | null
  email: string | null
}

/**
 * What is known after a login: what the provider says now, beside what was known. A name and a birth date are only
 * ever replaced, never taken away. An e-mail address is gone when a provider that told all it has no longer says one;
 * where userinfo did not answer, nothing is known to be gone.
 */
export function knownAfter(
  before: KnownPerson | null,
  { claims, unavailable }: Pick<Arrival, 'claims' | 'unavailable'>,
): KnownPerson {
  return {
    ...nameAfter(before, claims),
    birthDate: claims.birthdate ?? before?.birthDate ?? null,
    email: claims.email ?? (unavailable === null ? null : (before?.email ?? null)),
  }
}

type Name = Pick<KnownPerson, 'givenName' | 'familyName'>

function nameAfter(before: KnownPerson | null, claims: Arrival['claims']): Name {
  const { given_name: given, family_name: family, name } = claims
  const known: Name = { givenName: before?.givenName ?? null, familyName: before?.familyName ?? null }
  // A given name is kept only beside the surname it was told with.
  if (family)
    return { givenName: given ?? (family === known.familyName ? known.givenName : null), familyName: family }
  if (!name) return { givenName: given ?? known.givenName, familyName: known.familyName }
  if (given && name.startsWith(`${given} `))
    return { givenName: given, familyName: name.slice(given.length + 1).trim() }
  if (given && name.endsWith(` ${given}`))
    return { givenName: given, familyName: name.slice(0, -given.length - 1).trim() }
  const isKnown = known.givenName !== null && name === `${known.givenName} ${known.familyName}`
  // Nobody can tell which word is the surname, so the whole is kept in its place.
  return isKnown ? known : { givenName: null, familyName: name }
}
