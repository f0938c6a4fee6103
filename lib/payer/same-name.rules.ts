/** Whether two names are one. Compared here: the database may run in a locale that knows no Czech capitals. */
export function isSameName(one: string, other: string): boolean {
  const plain = (name: string) => name.normalize('NFC').toLocaleLowerCase('cs').trim().replace(/\s+/g, ' ')
  return plain(one) === plain(other)
}

/** What a person who signed in is called; empty where the provider told no name. */
export function personName(person: { givenName: string | null; familyName: string | null }): string {
  return [person.givenName, person.familyName].filter(Boolean).join(' ')
}
