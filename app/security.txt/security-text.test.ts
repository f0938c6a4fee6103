import { expect, test } from 'vitest'
import { isoDate } from '#lib/core/dates'
import { securityContact, securityText } from './security-text.ts'

test('the file has what the standard asks for, and ends within a year of being read', () => {
  const text = securityText({
    contact: 'mailto:bezpecnost@mesto.example',
    portalUrl: 'https://platby.mesto.example',
    today: isoDate('2026-11-28'),
  })
  expect(text).toBe(
    [
      'Contact: mailto:bezpecnost@mesto.example',
      'Expires: 2027-05-27T00:00:00Z',
      'Preferred-Languages: cs, en',
      'Canonical: https://platby.mesto.example/.well-known/security.txt',
      '',
    ].join('\n'),
  )
})

test.each([
  ['https://mesto.example/bezpecnost', 'urad@mesto.example', 'https://mesto.example/bezpecnost'],
  [undefined, 'urad@mesto.example', 'mailto:urad@mesto.example'],
  [undefined, 'nic', null],
  [undefined, 'a@b.example\nExpires: 2099', null],
  [undefined, null, null],
])('%j named and %j of the city: %j', (named, cityEmail, expected) => {
  expect(securityContact(named, cityEmail)).toBe(expected)
})
