import { fail, ok, type Result } from '#lib/core/result'
import { isIban } from '#lib/identifiers/bank-account'
import { maxConstantSymbolDigits, maxSpecificSymbolDigits, maxVariableSymbolDigits } from './symbols.ts'

/** What a payment by QR carries. Symbols are digits as `parseSymbol` gives them. */
export type SpaydPayment = {
  readonly iban: string
  readonly amountHal: bigint
  readonly variableSymbol?: string | null
  readonly specificSymbol?: string | null
  readonly constantSymbol?: string | null
  readonly message?: string | null
}

/** Why no QR payment can be made of the data. */
export type SpaydError = 'iban' | 'amount' | 'variable_symbol' | 'specific_symbol' | 'constant_symbol'

const maxAmountHal = 999_999_999n
const maxMessageLength = 60

/**
 * The text of a Czech QR payment (SPAYD 1.0: keys ACC, AM, CC, X-VS, X-SS, X-KS, MSG), in capitals without diacritics
 * so that the QR stays small and every bank reads it. A longer message is cut; it must never carry a name or a birth
 * number.
 */
export function buildSpayd(payment: SpaydPayment): Result<string, SpaydError> {
  const { iban, amountHal, variableSymbol, specificSymbol, constantSymbol, message } = payment
  if (!isIban(iban)) return fail('iban')
  if (amountHal <= 0n || amountHal > maxAmountHal) return fail('amount')
  if (variableSymbol && !isSymbol(variableSymbol, maxVariableSymbolDigits)) return fail('variable_symbol')
  if (specificSymbol && !isSymbol(specificSymbol, maxSpecificSymbolDigits)) return fail('specific_symbol')
  if (constantSymbol && !isSymbol(constantSymbol, maxConstantSymbolDigits)) return fail('constant_symbol')

  const attributes: [string, string | null | undefined][] = [
    ['ACC', iban],
    ['AM', `${amountHal / 100n}.${String(amountHal % 100n).padStart(2, '0')}`],
    ['CC', 'CZK'],
    ['X-VS', variableSymbol],
    ['X-SS', specificSymbol],
    ['X-KS', constantSymbol],
    ['MSG', spaydMessage(message ?? '')],
  ]
  const given = attributes.filter(([, value]) => value).map(([name, value]) => `${name}:${value}`)
  return ok(['SPD', '1.0', ...given].join('*'))
}

function isSymbol(text: string, maxDigits: number): boolean {
  return /^\d+$/.test(text) && text.length <= maxDigits
}

/** SPAYD 1.0, key MSG: at most sixty characters, an asterisk escaped. */
function spaydMessage(message: string): string {
  const plain = message
    .normalize('NFD')
    .replace(/\s+/g, ' ')
    .replace(/\p{Pd}/gu, '-')
    .toUpperCase()
    .replace(/[^\x20-\x7e]/g, '')
    .replace(/ +/g, ' ')
    .trim()
  let encoded = ''
  for (const character of plain) {
    // The percent sign begins an escape, so it must be escaped as well as the asterisk that parts attributes.
    const next = character === '*' ? '%2A' : character === '%' ? '%25' : character
    if (encoded.length + next.length > maxMessageLength) break
    encoded += next
  }
  return encoded.trimEnd()
}
