import { composeIBAN, electronicFormatIBAN, extractIBAN, friendlyFormatIBAN, isValidIBAN } from 'ibantools'
import { fail, ok, type Result } from '#lib/core/result'

/** An account at a Czech bank. Prefix and number without leading zeros, the prefix empty where there is none. */
export type BankAccount = { readonly prefix: string; readonly number: string; readonly bankCode: string }

/** Why an account number was refused; `checksum` means that some digit is wrong. */
export type BankAccountError = 'empty' | 'shape' | 'prefix_checksum' | 'number_checksum'

const weights = [1, 2, 4, 8, 5, 10, 9, 7, 3, 6]

/** Reads `19-2000145399/0800`, with leading zeros or spaces too, and checks both parts by modulo 11 (ČNB decree 169/2011). */
export function parseAccount(text: string): Result<BankAccount, BankAccountError> {
  const compact = text.replace(/\s/g, '')
  if (compact === '') return fail('empty')
  const match = /^(?:(\d{1,6})-)?(\d{2,10})\/(\d{4})$/.exec(compact)
  if (!match) return fail('shape')
  const [, prefix = '', number = '', bankCode = ''] = match
  if (!hasChecksum(prefix)) return fail('prefix_checksum')
  if (!hasChecksum(number) || number.replaceAll('0', '').length < 2) return fail('number_checksum')
  return ok({ prefix: withoutZeros(prefix), number: withoutZeros(number), bankCode })
}

/** The account as printed in Czechia: `19-2000145399/0800`. */
export function formatAccount({ prefix, number, bankCode }: BankAccount): string {
  return `${prefix && `${prefix}-`}${number}/${bankCode}`
}

/** The IBAN (ISO 13616) of a Czech account, without spaces. The account must have passed `parseAccount`. */
export function accountToIban({ prefix, number, bankCode }: BankAccount): string {
  const bban = `${bankCode}${prefix.padStart(6, '0')}${number.padStart(10, '0')}`
  const iban = composeIBAN({ countryCode: 'CZ', bban })
  if (!iban || !isIban(iban))
    throw new RangeError('The account has no IBAN because its check digits do not fit')
  return iban
}

/**
 * Whether an electronic IBAN is one: modulo 97, and a Czech one by our own modulo 11 too, since ibantools 4.5.4 takes
 * about one wrong Czech number in a hundred for right.
 */
export function isIban(iban: string): boolean {
  const [, bank = '', prefix = '', number = ''] = /^CZ\d{2}(\d{4})(\d{6})(\d{10})$/.exec(iban) ?? []
  return isValidIBAN(iban) && (bank === '' || parseAccount(`${prefix}-${number}/${bank}`).ok)
}

/**
 * Reads an IBAN (ISO 13616) of any country, spaces and small letters forgiven, and checks it by modulo 97, a Czech one
 * by modulo 11 too.
 */
export function parseIban(text: string): Result<string, 'empty' | 'iban'> {
  const iban = electronicFormatIBAN(text.replace(/\s/g, ''))
  if (!iban) return fail('empty')
  return isIban(iban) ? ok(iban) : fail('iban')
}

/** The Czech account behind an IBAN, or `null` for an account kept in another country. */
export function ibanToAccount(iban: string): BankAccount | null {
  const { valid, countryCode, bban } = extractIBAN(iban)
  if (!valid || countryCode !== 'CZ' || !bban) return null
  const account = parseAccount(`${bban.slice(4, 10)}-${bban.slice(10)}/${bban.slice(0, 4)}`)
  return account.ok ? account.value : null
}

/** An IBAN for the eye, in groups of four with non-breaking spaces. */
export function formatIban(iban: string): string {
  return friendlyFormatIBAN(iban, '\u00a0') ?? iban
}

function hasChecksum(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => total + Number(digit) * (weights[i] ?? 0), 0)
  return sum % 11 === 0
}

function withoutZeros(digits: string): string {
  return digits.replace(/^0+/, '')
}
