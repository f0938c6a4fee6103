import { statementSymbol } from '#lib/bank/symbol'
import type { SymbolLabel } from '#lib/bank/symbol-labels'

const labels: readonly SymbolLabel[] = ['VS', 'SS', 'KS']
const labelled = String.raw`(?<!\p{L})(VS|SS|KS)(?:\s?[:/]\s?|\s?)(\d+)`
const inCapitals = new RegExp(labelled, 'gu')
const inAnyCase = new RegExp(labelled, 'giu')

/** The labels in a bank's structured reference, `VS:123456","KS:456789` too, each with its first symbol not zero. */
export const labelledInReference = (texts: readonly string[], onUnreadable: () => void) =>
  labelledBy(inAnyCase, texts, onUnreadable)

/** What versions before this one took for labels anywhere; the marks of imported entries stand on it. */
export const labelledBefore = (texts: readonly string[], onUnreadable: () => void) =>
  labelledBy(inCapitals, texts, onUnreadable)

function labelledBy(
  pattern: RegExp,
  texts: readonly string[],
  onUnreadable: () => void,
): Map<SymbolLabel, string | null> {
  const found = new Map<SymbolLabel, string | null>()
  for (const text of texts) {
    for (const [, label = '', digits = ''] of text.matchAll(pattern)) {
      const known = labels.find((one) => one === label.toUpperCase())
      if (known && !found.get(known)) found.set(known, statementSymbol(digits, onUnreadable))
    }
  }
  return found
}
