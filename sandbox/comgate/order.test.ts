import fc from 'fast-check'
import { expect, test } from 'vitest'
import { methodsAllowedBy } from '#sandbox/comgate/methods'
import { expirationMs, readOrder } from '#sandbox/comgate/order'
import { orderV1 } from '#tests/fixtures/sandbox/comgate'

const read = (fields: Record<string, string>, version: 'v1.0' | 'v2.0' = 'v1.0') => {
  const outcome = readOrder(new Map(Object.entries({ ...orderV1, ...fields })), version)
  return outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind
}

test.each([
  [{}, 'done'],
  [{ price: '100' }, 'done'],
  [{ price: '99' }, 1309],
  [{ price: '10', curr: 'EUR' }, 'done'],
  [{ price: '9', curr: 'EUR' }, 1309],
  [{ price: '1440.00' }, 1309],
  [{ price: '-500' }, 1309],
  [{ price: '' }, 1400],
  [{ curr: '' }, 1400],
  [{ curr: 'XYZ' }, 1310],
  [{ label: '' }, 1305],
  [{ label: 'Žluťoučký kůň 16' }, 'done'],
  [{ label: '🐕'.repeat(16) }, 'done'],
  [{ label: 'Žluťoučký kůň +17' }, 1400],
  [{ refId: '' }, 1400],
  [{ method: '' }, 1306],
  [{ method: 'CARD_ALL,BANK_ALL' }, 1103],
  [{ method: 'HOTOVOST' }, 1109],
  [{ method: 'PAYPAL' }, 1308],
  [{ method: 'CARD_ALL-CARD_ALL' }, 1308],
  [{ email: '' }, 1400],
  [{ email: '', phone: '+420600000000' }, 'done'],
  [{ email: 'eva' }, 1400],
  [{ lang: 'uk' }, 1102],
  [{ country: 'UA' }, 1400],
  [{ country: 'CZ' }, 'done'],
  [{ country: 'SK' }, 1400],
  [{ category: 'OTHER', delivery: 'ELECTRONIC_DELIVERY' }, 'done'],
  [{ category: 'FEES' }, 1304],
  [{ delivery: 'PIGEON' }, 1400],
  [{ test: 'ano' }, 1400],
  [{ preauth: 'true' }, 1308],
  [{ url_paid: 'javascript:alert(1)' }, 1400],
  [{ url_paid: 'http://localhost:3000/ok' }, 'done'],
  [{ expirationTime: '30m' }, 'done'],
  [{ expirationTime: '29m' }, 1400],
  [{ expirationTime: '8d' }, 1400],
])('%j → %s', (fields: Record<string, string>, result) => {
  expect(read(fields)).toBe(result)
})

test('v2.0 wants the full name and takes any method unless told', () => {
  expect(read({ method: '' }, 'v2.0')).toBe(1400)
  expect(read({ method: '', fullName: 'Eva Nováková' }, 'v2.0')).toBe('done')
})

test('expirationTime is between 30 minutes and 7 days in any unit', () => {
  const units = { m: 1, h: 60, d: 1440 }
  fc.assert(
    fc.property(fc.nat({ max: 20_000 }), fc.constantFrom('m', 'h', 'd'), (count, unit) => {
      const minutes = count * units[unit]
      expect(expirationMs(`${count}${unit}`)).toBe(
        minutes >= 30 && minutes <= 10_080 ? minutes * 60_000 : null,
      )
    }),
  )
  for (const text of ['', '030m', '1.5h', '60', '2w', ' 1h']) expect(expirationMs(text)).toBeNull()
})

test('a method expression adds and takes away from the left', () => {
  expect(methodsAllowedBy('ALL-BANK_CZ_KB')).not.toContain('BANK_CZ_KB')
  expect(methodsAllowedBy('ALL-BANK_ALL+BANK_CZ_KB')).toContain('BANK_CZ_KB')
  expect(methodsAllowedBy('CARD_CZ_CSOB_2')).toEqual(['CARD_CZ_CSOB_2'])
  expect(methodsAllowedBy('+CARD_ALL')).toBe('malformed')
})
