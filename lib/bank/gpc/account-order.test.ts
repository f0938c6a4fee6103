import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromInternalOrder, readOwnAccount, toInternalOrder } from './account-order.ts'

test.each([
  ['0000000013825001', '1002001385000000'],
  ['5000052267180257', '7258226710500005'],
])('%s is internally %s', (plain, internal) => {
  expect(toInternalOrder(plain)).toBe(internal)
  expect(fromInternalOrder(internal)).toBe(plain)
  expect(readOwnAccount(internal, null)).toEqual({ digits: plain, isInternal: true, hasChecksum: true })
  expect(readOwnAccount(plain, null)).toEqual({ digits: plain, isInternal: false, hasChecksum: true })
})

test('the start of the IBAN tells the order', () => {
  const plain = '0000192000145399'
  expect(readOwnAccount(toInternalOrder(plain), 'CZ650800')).toMatchObject({
    digits: plain,
    isInternal: true,
  })
  expect(readOwnAccount(plain, 'CZ650800')).toMatchObject({ digits: plain, isInternal: false })
})

test('there and back', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\d{16}$/), (digits) => {
      expect(fromInternalOrder(toInternalOrder(digits))).toBe(digits)
    }),
  )
})
