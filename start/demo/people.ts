import { fullName, type Realm, readPeople } from '#sandbox/identity/people'
import { peopleFile } from '#start/demo/sandbox'

/** The list of people to log in as, one line for each: citizens first, then the office. */
export async function peopleLines(): Promise<string[]> {
  const people = await readPeople(peopleFile)
  const lines = (realm: Realm) =>
    people
      .filter((person) => person.realm === realm)
      .map((person) => {
        // Commands of an officer are run as the provider's subject: --as SUBJECT.
        const subject = realm === 'office' ? ` (--as ${person.subject})` : ''
        return `  ${fullName(person)}${subject} — ${person.story}`
      })
  return ['Občané:', ...lines('citizen'), 'Úřad:', ...lines('office')]
}
