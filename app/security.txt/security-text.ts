import { addDays, type IsoDate } from '#lib/core/dates'

/** How long a copy of the file may be believed; counted from each asking, so it never runs out here. */
const validDays = 180

/** The text of `security.txt` by RFC 9116. The contact is an address with its scheme, `mailto:…` or `https://…`. */
export function securityText(options: { contact: string; portalUrl: string; today: IsoDate }): string {
  return [
    `Contact: ${options.contact}`,
    `Expires: ${addDays(options.today, validDays)}T00:00:00Z`,
    'Preferred-Languages: cs, en',
    `Canonical: ${options.portalUrl}/.well-known/security.txt`,
    '',
  ].join('\n')
}

/** Whom to tell of a fault: whom the operator named, else the city's own e-mail; null where there is neither. */
export function securityContact(named: string | undefined, cityEmail: string | null): string | null {
  if (named) return named
  return cityEmail !== null && /^[^\s<>@]+@[^\s<>@]+$/.test(cityEmail) ? `mailto:${cityEmail}` : null
}
