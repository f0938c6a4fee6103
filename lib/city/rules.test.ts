import { expect, test } from 'vitest'
import { citySettingsShape } from './input.ts'
import { contactsOf } from './rules.ts'

test('a city that has set nothing shows no contacts, and sentences still read well', () => {
  const nobody = citySettingsShape.parse({})
  expect(contactsOf(nobody)).toEqual({ phone: null, email: null })
  expect(`zavolejte na ${nobody.phone}`).toBe('zavolejte na úřad')
  expect(contactsOf(citySettingsShape.parse({ phone: ' ' })).phone).toBeNull()
})

test('contacts that are set are shown', () => {
  const city = citySettingsShape.parse({ phone: '553 000 000', email: 'poplatky@opava.example' })
  expect(contactsOf(city)).toEqual({ phone: '553\u00a0000\u00a0000', email: 'poplatky@opava.example' })
})
