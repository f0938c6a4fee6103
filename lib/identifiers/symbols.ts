import { fail, ok, type Result } from '#lib/core/result'

/** Why a typed payment symbol was refused. */
export type SymbolError = 'not_digits' | 'too_long'

export const maxVariableSymbolDigits = 10
export const maxSpecificSymbolDigits = 10
export const maxConstantSymbolDigits = 4

/**
 * A payment symbol as banks compare it: digits without leading zeros, `null` for nothing or only zeros.
 * Spaces are forgiven, since symbols are printed in groups. The length counts without leading zeros, because
 * statements pad every symbol to ten digits.
 */
export function parseSymbol(text: string, maxDigits: number): Result<string | null, SymbolError> {
  const digits = text.replace(/\s/g, '')
  if (!/^\d*$/.test(digits)) return fail('not_digits')
  const symbol = digits.replace(/^0+/, '')
  if (symbol.length > maxDigits) return fail('too_long')
  return ok(symbol === '' ? null : symbol)
}

/** A symbol for the eye, in threes from the right and never a lone digit: `1234 567 890`. Copy the plain one. */
export function groupSymbol(symbol: string): string {
  return symbol.replace(/(?<=\d\d)(?=(\d{3})+$)/g, '\u00a0')
}
