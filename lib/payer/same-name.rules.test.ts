import { expect, test } from 'vitest'
import { isSameName, personName } from './same-name.rules.ts'

test.each([
  ['Eva Černá', 'eva  ČERNÁ ', true],
  ['Eva Černá', 'Eva Cerna', false],
  ['Karel Veselý', 'Předzahrádky U Přemysla, s. r. o.', false],
])('%s and %s are one name: %s', (one, other, isOne) => {
  expect(isSameName(one, other)).toBe(isOne)
})

test.each([
  [{ givenName: 'Eva', familyName: 'Černá' }, 'Eva Černá'],
  [{ givenName: null, familyName: 'Černá' }, 'Černá'],
  [{ givenName: null, familyName: null }, ''],
])('%o is called „%s“', (person, name) => {
  expect(personName(person)).toBe(name)
})
