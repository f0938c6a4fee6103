import { readFileSync } from 'node:fs'
import type { Person } from '#sandbox/identity/people'
import { peopleFile } from '#start/demo/sandbox'

/** How many people are ready to be somebody's in a test; one is used once. */
const spareCitizens = 300

const digits = (number: number) => String(number).padStart(3, '0')

/** The number-th spare citizen. Nobody knows their payer until a test imports something for them. */
export function spareCitizen(number: number): Person & { payerId: string } {
  if (number > spareCitizens) throw new Error('There are more tests than spare citizens.')
  return {
    subject: `e2e-${digits(number)}`,
    realm: 'citizen',
    givenName: 'Zkouška',
    familyName: `Číslo${digits(number)}`,
    birthDate: '1980-06-15',
    email: `zkouska.${digits(number)}@posta.example`,
    payerId: `E${digits(number)}`,
    story: 'zkušební občan',
  }
}

/** The people of the demonstration, by their stories. */
export const demoPeople: readonly Person[] = JSON.parse(readFileSync(peopleFile, 'utf8'))

/** The demonstration's people and the spare ones. */
export const allPeople = (): Person[] => [
  ...demoPeople,
  ...Array.from({ length: spareCitizens }, (_, index) => spareCitizen(index + 1)),
]
