import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { birthNumberLookup, openBirthNumber, sealBirthNumber } from '#lib/identifiers/birth-number-secret'

const key = Buffer.alloc(32, 1)
const anotherKey = Buffer.alloc(32, 2)
const refused = { ok: false, error: 'not_authentic' }

test('the lookup is an HMAC, the same for the same number and key only', () => {
  const lookup = birthNumberLookup('8055011234', key)
  expect(lookup).toEqual(createHmac('sha256', key).update('8055011234').digest())
  expect(birthNumberLookup('8055011234', anotherKey)).not.toEqual(lookup)
  expect(birthNumberLookup('8055011235', key)).not.toEqual(lookup)
})

test('what is sealed opens with its key and associated data only', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{9,10}$/), fc.string(), (normalized, payer) => {
      const sealed = sealBirthNumber(normalized, key, payer)
      expect(sealed).toHaveLength(12 + normalized.length + 16)
      expect(openBirthNumber(sealed, key, payer)).toEqual({ ok: true, value: normalized })
      expect(openBirthNumber(sealed, anotherKey, payer)).toEqual(refused)
      expect(openBirthNumber(sealed, key, `${payer}x`)).toEqual(refused)
    }),
  )
})

test('any changed byte is noticed', () => {
  const sealed = sealBirthNumber('8055011234', key, 'payer')
  for (let i = 0; i < sealed.length; i++) {
    const changed = Buffer.from(sealed)
    changed.writeUInt8(changed.readUInt8(i) ^ 1, i)
    expect(openBirthNumber(changed, key, 'payer')).toEqual(refused)
  }
  expect(openBirthNumber(sealed.subarray(0, -1), key, 'payer')).toEqual(refused)
  expect(openBirthNumber(Buffer.alloc(5), key, 'payer')).toEqual(refused)
})

test('sealing twice never gives the same bytes', () => {
  expect(sealBirthNumber('8055011234', key, 'payer')).not.toEqual(sealBirthNumber('8055011234', key, 'payer'))
})

test('a key of another length is a mistake of the program', () => {
  expect(() => birthNumberLookup('8055011234', Buffer.alloc(16))).toThrow(RangeError)
  expect(() => sealBirthNumber('8055011234', Buffer.alloc(31), '')).toThrow(RangeError)
  expect(() => openBirthNumber(Buffer.alloc(40), Buffer.alloc(33), '')).toThrow(RangeError)
})
