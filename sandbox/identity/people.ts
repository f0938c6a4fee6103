import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** Whom a provider serves: citizens (the city portal's identity provider) or clerks (the office directory). */
export const realmSchema = z.enum(['citizen', 'office'])
export type Realm = z.infer<typeof realmSchema>

const personSchema = z.strictObject({
  subject: z.string().min(1),
  realm: realmSchema,
  givenName: z.string().min(1),
  familyName: z.string().min(1),
  birthDate: z.iso.date().optional(),
  email: z.email(),
  story: z.string().min(1),
  payerId: z.string().min(1).optional(),
  roles: z.array(z.string().min(1)).optional(),
  acr: z.enum(['low', 'substantial', 'high']).optional(),
})

/** An invented person one can sign in as. */
export type Person = z.infer<typeof personSchema>

/** Reads the people of one file. Throws when the file is not a JSON array of people or a subject repeats in a realm. */
export async function readPeople(path: string): Promise<Person[]> {
  const people = z.array(personSchema).parse(JSON.parse(await readFile(path, 'utf8')))
  const keys = new Set(people.map((person) => `${person.realm} ${person.subject}`))
  if (keys.size !== people.length) throw new Error(`A subject is repeated in ${path}`)
  return people
}

/** Given name and family name. */
export function fullName(person: Person): string {
  return `${person.givenName} ${person.familyName}`
}

/** The level of assurance reached by signing in as this person. */
export function assuranceOf(person: Person): string {
  return person.acr ?? 'substantial'
}

/** Which claims come with which scope. `payer_id` and `roles` come always, if the person has them. */
export const claimsByScope = {
  openid: ['sub', 'acr', 'auth_time', 'payer_id', 'roles'],
  profile: ['name', 'given_name', 'family_name', 'birthdate'],
  email: ['email'],
}

/** What the provider says about the person, in OpenID words. */
export function claimsOf(person: Person): { sub: string; [claim: string]: string | string[] } {
  return {
    sub: person.subject,
    name: fullName(person),
    given_name: person.givenName,
    family_name: person.familyName,
    email: person.email,
    acr: assuranceOf(person),
    ...(person.birthDate && { birthdate: person.birthDate }),
    ...(person.payerId && { payer_id: person.payerId }),
    ...(person.roles && { roles: person.roles }),
  }
}
