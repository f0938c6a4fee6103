/** Whether two names are one. Compared here: the database may run in a locale that knows no Czech capitals. */
export function isSameName(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFC').toLocaleLowerCase('cs').trim().replace(/\s+/g, ' ')
  return plain(one) === plain(other)
}

/**
 * Whether the name a provider asserts is that of a registered person. The surnames decide; a provider that tells only a
 * whole name, in either order and perhaps with titles, has it in the surname's place.
 */
export function isAssertedName(asserted: Name, registered: Name): boolean {
  if (!asserted.familyName || !registered.familyName) return false
  if (isSameName(asserted.familyName, registered.familyName)) return true
  if (asserted.givenName || !registered.givenName) return false
  const whole = asserted.familyName
    .split(/[\s,]+/)
    .filter((word) => word && !/\.$/.test(word) && !titles.has(word))
    .join(' ')
  const { givenName, familyName } = registered
  return isSameName(whole, `${givenName} ${familyName}`) || isSameName(whole, `${familyName} ${givenName}`)
}

interface Name {
  givenName: string | null
  familyName: string | null
}

/** Titles written without a full stop; the others end with one. */
const titles = new Set(['MBA', 'LL.M', 'DBA'])

/** What a person who signed in is called; empty where the provider told no name. */
export function personName(person: Name): string {
  return [person.givenName, person.familyName].filter(Boolean).join(' ')
}
