import { parseSymbol } from '#lib/identifiers/symbols'

/** The three symbols of a payment: digits without leading zeros, null for none. */
export interface PaymentSymbols {
  variableSymbol: string | null
  specificSymbol: string | null
  constantSymbol: string | null
}

export type SymbolLabel = 'VS' | 'SS' | 'KS'
const labels: readonly SymbolLabel[] = ['VS', 'SS', 'KS']

// `/VS/1/SS/2/KS/3`, `VS:1SS:2KS:3`, `VS0250117002/SS0000000000/KS0000`, in any letter case.
const eachPart = /[/\s]*(VS|SS|KS)(?:\s?[:/]\s?|\s?)(\d*)/giy
/** Three labels of ten digits with all their marks; a longer text is a person's. */
const longestWhole = 80

/** A number as people and the portal itself write it, `1016000` or in threes `1016 000`; never a part of a longer one. */
const number = String.raw`(?:\d{2,4}(?:[ \u00a0\u202f]\d{3})+(?![ \u00a0\u202f]\d)|\d{5,}|\d{1,4}(?![ \u00a0\u202f]\d{3}(?!\d)))(?![-/.,]?\d)`
const words = /VS|V\.\s?S|SS|KS|var(?:iabiln[íi]|\.)?\s*symbol/u.source
/** „č.“ before the number itself. */
const numero = /(?:[čc]\.?\s?)?/u.source
const labelled = new RegExp(String.raw`(?<![\p{L}\d])(${words})[\s.:/=-]{0,4}${numero}(${number})`, 'giu')
const bareNumber = new RegExp(String.raw`(?<![\d/-])(?<!\d[.,])${number}(?![/-])`, 'g')

/**
 * The symbols of a text that is nothing but labels and their digits, as banks write them; null for any other text.
 * `needs` says whether one label is enough or all three must stand there, as in the banks' own form.
 */
export function wholeSymbols(
  text: string,
  needs: 'one' | 'all',
  onUnreadable: () => void = () => {},
): Map<SymbolLabel, string | null> | null {
  const trimmed = text.trim()
  if (trimmed.length > longestWhole) return null
  const parts = [...trimmed.matchAll(eachPart)]
  const rest = trimmed.slice(parts.reduce((length, [written]) => length + written.length, 0))
  const named = new Set(parts.map(([, label = '']) => label.toUpperCase()))
  if (!/^[/\s]*$/.test(rest) || named.size < (needs === 'all' ? labels.length : 1)) return null
  const found = new Map<SymbolLabel, string | null>()
  for (const [, written = '', digits = ''] of parts) {
    const label = labels.find((one) => one === written.toUpperCase())
    if (label && !found.get(label)) found.set(label, symbolOf(digits, onUnreadable))
  }
  return found
}

/**
 * What a payment's texts say in the banks' own form, whole, where its field of the variable symbol is blank; the fields
 * that are filled in stand.
 */
export function completedByText(
  fields: PaymentSymbols,
  texts: readonly string[],
  onUnreadable: () => void,
): PaymentSymbols {
  if (fields.variableSymbol !== null) return fields
  for (const text of new Set(texts.map((one) => one.trim()))) {
    const whole = wholeSymbols(text, 'all', onUnreadable)
    if (!whole?.get('VS')) continue
    return {
      variableSymbol: whole.get('VS') ?? null,
      specificSymbol: fields.specificSymbol ?? whole.get('SS') ?? null,
      constantSymbol: fields.constantSymbol ?? whole.get('KS') ?? null,
    }
  }
  return fields
}

/** The variable symbols a person named by a label among other words: `VS: 1016 000`, `vs/1009000/odpad za syna`. */
export function labelledInWords(text: string | null): string[] {
  const found = new Set<string>()
  for (const [, label = '', written = ''] of (text ?? '').matchAll(labelled)) {
    const symbol = /^[sk]/i.test(label) ? null : symbolOf(written)
    if (symbol) found.add(symbol)
  }
  return [...found]
}

/** Numbers in a text that may be a variable symbol, without leading zeros; a shorter one says nothing. */
export function numbersInWords(text: string | null): string[] {
  const found = new Set<string>()
  for (const [written] of (text ?? '').matchAll(bareNumber)) {
    const symbol = symbolOf(written)
    if (symbol && symbol.length >= 4) found.add(symbol)
  }
  return [...found]
}

function symbolOf(written: string, onUnreadable: () => void = () => {}): string | null {
  const symbol = parseSymbol(written, 10)
  if (!symbol.ok) onUnreadable()
  return symbol.ok ? symbol.value : null
}
