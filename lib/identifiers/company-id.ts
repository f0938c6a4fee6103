import { fail, ok, type Result } from '#lib/core/result'

/** Why a company id (IČO) was refused; `checksum` means that some digit is wrong. */
export type CompanyIdError = 'empty' | 'not_digits' | 'too_long' | 'checksum'

/** Reads an IČO, adds the leading zeros people leave out, and checks its last digit by modulo 11. */
export function parseCompanyId(text: string): Result<string, CompanyIdError> {
  const digits = text.replace(/\s/g, '')
  if (digits === '') return fail('empty')
  if (!/^\d+$/.test(digits)) return fail('not_digits')
  if (digits.length > 8) return fail('too_long')
  const companyId = digits.padStart(8, '0')
  return Number(companyId.at(-1)) === checkDigit(companyId) ? ok(companyId) : fail('checksum')
}

function checkDigit(companyId: string): number {
  const sum = [...companyId.slice(0, 7)].reduce((total, digit, i) => total + Number(digit) * (8 - i), 0)
  return (11 - (sum % 11)) % 10
}
