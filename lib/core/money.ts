import { fail, ok, type Result } from './result.ts'

/** Why a typed amount was refused. */
export type AmountError =
  | 'empty'
  | 'not_a_number'
  | 'too_many_decimals'
  | 'ambiguous_separator'
  | 'misplaced_sign'
  | 'too_long'

const nbsp = '\u00a0'

const minus = '\u2212'

const maxDigits = 15

/** Adds amounts in haléře; nothing adds up to `0n`. */
export function sumHal(amountsHal: Iterable<bigint>): bigint {
  let totalHal = 0n
  for (const amountHal of amountsHal) totalHal += amountHal
  return totalHal
}

/** Whole crowns up, in haléře (§ 146 of the tax code). A negative amount rises towards zero. */
export function roundUpToCrowns(amountHal: bigint): bigint {
  const restHal = amountHal % 100n
  return amountHal - restHal + (restHal > 0n ? 100n : 0n)
}

/** For the eye: `1 440 Kč`, `1 440,50 Kč`, `−240 Kč`, with non-breaking spaces and a real minus sign. */
export function formatKc(amountHal: bigint): string {
  const { sign, whole, decimals } = split(amountHal)
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, nbsp)
  const fraction = decimals === '00' ? '' : `,${decimals}`
  return `${sign && minus}${grouped}${fraction}${nbsp}Kč`
}

/** For a Czech spreadsheet: `1440,50`, `-240,00`; always two decimals, nothing between the digits. */
export function formatCsvAmount(amountHal: bigint): string {
  const { sign, whole, decimals } = split(amountHal)
  return `${sign}${whole},${decimals}`
}

function split(amountHal: bigint): { sign: '' | '-'; whole: string; decimals: string } {
  const digits = (amountHal < 0n ? -amountHal : amountHal).toString().padStart(3, '0')
  return { sign: amountHal < 0n ? '-' : '', whole: digits.slice(0, -2), decimals: digits.slice(-2) }
}

/**
 * Reads what a person typed into haléře: `900`, `1 440,50`, `1440.5`, `−240 Kč`.
 *
 * Thousands are parted by a space of any kind only. A point or a comma followed by exactly three digits
 * (`1.440`, `1,440`) may mean thousands or decimals, and two such marks (`1.440,50`, `1,440.50`) depend on the
 * writer's country: both are refused as `ambiguous_separator`, since a guess wrong by a factor of a thousand
 * costs more than one correction.
 */
export function parseAmount(text: string): Result<bigint, AmountError> {
  const trimmed = text.trim().replace(/\s*Kč$/i, '')
  if (trimmed === '') return fail('empty')
  const negative = /^[-\u2212]/.test(trimmed)
  const unsigned = negative ? trimmed.slice(1).trimStart() : trimmed
  if (/^[\d\s.,+\u2212-]*[+\u2212-][\d\s.,+\u2212-]*$/.test(unsigned)) return fail('misplaced_sign')
  if (!/^\d[\d \u00a0\u202f.,]*$/.test(unsigned)) return fail('not_a_number')
  if (unsigned.replace(/\D/g, '').length > maxDigits) return fail('too_long')

  const [whole = '', decimals, ...further] = unsigned.split(/[.,]/)
  if (further.length > 0) return fail('ambiguous_separator')
  if (!/^(\d+|\d{1,3}([ \u00a0\u202f]\d{3})+)$/.test(whole)) return fail('not_a_number')
  if (decimals !== undefined) {
    if (!/^\d+$/.test(decimals)) return fail('not_a_number')
    if (decimals.length === 3 && /^\d{1,3}$/.test(whole)) return fail('ambiguous_separator')
    if (decimals.length > 2) return fail('too_many_decimals')
  }
  const amountHal = BigInt(whole.replace(/\D/g, '') + (decimals ?? '').padEnd(2, '0'))
  return ok(negative ? -amountHal : amountHal)
}
