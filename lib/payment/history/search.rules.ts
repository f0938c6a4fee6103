import { parseAmount } from '#lib/core/money'

/** The longest text that is searched for; nothing in a payment is longer. */
export const maxFragmentCharacters = 100

/** What a typed text may be a part of. */
export interface Fragment {
  /** Without spaces, in small letters: a part of a reference or of a gateway's number. */
  code: string
  /** Set where the text is digits alone: how a number or a symbol begins. */
  digits: string | null
  /** Set where the text can be read as an amount, in haléře. */
  amountHal: bigint | null
  /** Words without diacritics, in small letters, each a part of a name; empty where the text is no name. */
  words: string[]
}

/** Reads what a clerk typed, or null where there is too little to search for: a single character or none. */
export function readFragment(text: string): Fragment | null {
  const trimmed = text.normalize('NFC').slice(0, maxFragmentCharacters).trim()
  const code = trimmed.replace(/\s/g, '').toLowerCase()
  if (code.length < 2) return null
  const amount = parseAmount(trimmed)
  const words = withoutDiacritics(trimmed).toLowerCase().split(/\s+/)
  return {
    code,
    digits: /^\d+$/.test(code) ? code : null,
    amountHal: amount.ok && amount.value > 0n && amount.value < 10n ** 15n ? amount.value : null,
    words: /\p{L}/u.test(trimmed) ? words : [],
  }
}

/** The text with its letters bare: `Řehoř` becomes `Rehor`. */
export function withoutDiacritics(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '')
}

const accented = 'áäčďéěëíľĺňóôöőřŕšťúůüűýž'

/** Every bare letter with the shapes it is written in. */
const shapes = new Map<string, string>()
for (const letter of accented) {
  const bare = withoutDiacritics(letter)
  shapes.set(bare, (shapes.get(bare) ?? '') + letter)
}

/**
 * A regular expression of PostgreSQL that finds a bare word within a name, whatever the diacritics and
 * capitals. The word is widened and not the names folded: that is a tenth of the work over a whole city.
 */
export function namePattern(bareWord: string): string {
  return [...bareWord].map(letterPattern).join('')
}

function letterPattern(letter: string): string {
  if (!/\p{L}/u.test(letter)) return /[\p{N}_]/u.test(letter) ? letter : `\\${letter}`
  const small = letter + (shapes.get(letter) ?? '')
  return `[${small}${small.toUpperCase()}]`
}
