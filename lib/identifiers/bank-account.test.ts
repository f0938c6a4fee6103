import fc from 'fast-check'
import { composeIBAN } from 'ibantools'
import { describe, expect, test } from 'vitest'
import {
  accountToIban,
  formatAccount,
  formatIban,
  ibanToAccount,
  isIban,
  parseAccount,
  parseIban,
} from '#lib/identifiers/bank-account'

const weights = [6, 3, 7, 9, 10, 5, 8, 4, 2, 1]

/** Appends to nine digits (five for a prefix) the digit that makes modulo 11 come out, where one exists. */
function withCheckDigit(digits: string): string | null {
  const used = weights.slice(-digits.length - 1)
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (used[i] ?? 0), 0)
  const last = (11 - (sum % 11)) % 11
  return last === 10 ? null : `${digits}${last}`
}

function checkedDigits(count: number, min: number) {
  return fc
    .integer({ min, max: 10 ** count - 1 })
    .map((n) => withCheckDigit(String(n).padStart(count, '0')))
    .filter((digits) => digits !== null)
}

const accounts = fc.record({
  prefix: checkedDigits(5, 0),
  number: checkedDigits(9, 11).filter((number) => number.replaceAll('0', '').length >= 2),
  bankCode: fc.constantFrom('0100', '0300', '0600', '0800', '2010', '5500'),
})

describe('parseAccount', () => {
  test.each([
    ['19-2000145399/0800', { prefix: '19', number: '2000145399', bankCode: '0800' }],
    [' 000019 - 2000145399 / 0800 ', { prefix: '19', number: '2000145399', bankCode: '0800' }],
    ['2000145399/0800', { prefix: '', number: '2000145399', bankCode: '0800' }],
    ['000000-2000145399/0800', { prefix: '', number: '2000145399', bankCode: '0800' }],
    ['19/0100', { prefix: '', number: '19', bankCode: '0100' }],
  ])('reads %j', (text, account) => {
    expect(parseAccount(text)).toEqual({ ok: true, value: account })
  })

  test.each([
    [' ', 'empty'],
    ['2000145399', 'shape'],
    ['2000145399/800', 'shape'],
    ['1234567-2000145399/0800', 'shape'],
    ['19-12000145399/0800', 'shape'],
    ['19-/0800', 'shape'],
    ['CZ6508000000192000145399', 'shape'],
    ['18-2000145399/0800', 'prefix_checksum'],
    ['19-2000145398/0800', 'number_checksum'],
    ['0000000000/0800', 'number_checksum'],
    ['00/0800', 'number_checksum'],
  ])('refuses %j as %s', (text, error) => {
    expect(parseAccount(text)).toEqual({ ok: false, error })
  })

  test('every account with right check digits passes, prints, and survives its IBAN', () => {
    fc.assert(
      fc.property(accounts, ({ prefix, number, bankCode }) => {
        const account = parseAccount(`${prefix}-${number}/${bankCode}`)
        if (!account.ok) throw new Error(account.error)
        expect(parseAccount(formatAccount(account.value))).toEqual(account)
        const iban = accountToIban(account.value)
        expect(parseIban(formatIban(iban))).toEqual({ ok: true, value: iban })
        expect(ibanToAccount(iban)).toEqual(account.value)
      }),
    )
  })

  test('one wrong digit is always noticed', () => {
    fc.assert(
      fc.property(accounts, fc.nat(9), fc.integer({ min: 1, max: 9 }), ({ number, bankCode }, at, shift) => {
        const wrong = [...number]
          .map((digit, i) => (i === at ? (Number(digit) + shift) % 10 : digit))
          .join('')
        expect(parseAccount(`${wrong}/${bankCode}`).ok).toBe(false)
      }),
    )
  })
})

test('the IBAN of the demonstration account', () => {
  const account = { prefix: '19', number: '2000145399', bankCode: '0800' }
  expect(accountToIban(account)).toBe('CZ6508000000192000145399')
  expect(ibanToAccount('CZ6508000000192000145399')).toEqual(account)
  expect(formatIban('CZ6508000000192000145399')).toBe(
    'CZ65 0800 0000 1920 0014 5399'.replaceAll(' ', '\u00a0'),
  )
})

test.each([
  [' cz65 0800 0000 1920 0014 5399 ', { ok: true, value: 'CZ6508000000192000145399' }],
  ['CZ65\u00a00800\u00a00000\u00a01920\u00a00014\u00a05399', { ok: true, value: 'CZ6508000000192000145399' }],
  ['DE89370400440532013000', { ok: true, value: 'DE89370400440532013000' }],
  ['CZ6508000000192000145398', { ok: false, error: 'iban' }],
  ['CZ65', { ok: false, error: 'iban' }],
  ['', { ok: false, error: 'empty' }],
])('parseIban(%j)', (text, result) => {
  expect(parseIban(text)).toEqual(result)
})

test('only a Czech IBAN has a Czech account', () => {
  expect(ibanToAccount('DE89370400440532013000')).toBeNull()
  expect(ibanToAccount('CZ6508000000192000145398')).toBeNull()
})

test('an account with wrong check digits gets no IBAN', () => {
  expect(() => accountToIban({ prefix: '', number: '2000145398', bankCode: '0800' })).toThrow(RangeError)
})

test.each(['61', '141', '221', '301'])(
  '%s fails modulo 11, whatever a library says of its IBAN',
  (number) => {
    const iban = composeIBAN({ countryCode: 'CZ', bban: `0800000000${number.padStart(10, '0')}` }) ?? ''
    expect(parseAccount(`${number}/0800`)).toEqual({ ok: false, error: 'number_checksum' })
    expect(parseIban(iban)).toEqual({ ok: false, error: 'iban' })
    expect(() => accountToIban({ prefix: '', number, bankCode: '0800' })).toThrow(RangeError)
  },
)

test('an IBAN is right exactly where its account is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 11, max: 99_999_999 }),
      fc.integer({ min: 0, max: 99_999 }),
      (number, prefix) => {
        const digits = `${String(prefix).padStart(6, '0')}${String(number).padStart(10, '0')}`
        const iban = composeIBAN({ countryCode: 'CZ', bban: `0800${digits}` }) ?? 'CZ'
        expect(isIban(iban)).toBe(parseAccount(`${prefix}-${number}/0800`).ok)
      },
    ),
    { numRuns: 2000 },
  )
})
