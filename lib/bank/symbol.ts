import { parseSymbol } from '#lib/identifiers/symbols'

/** A symbol as a statement writes it, padded or not. Null, and told, where it is not one of at most ten digits. */
export function statementSymbol(
  text: string | null | undefined,
  onUnreadable: () => void = () => {},
): string | null {
  if (!text) return null
  const symbol = parseSymbol(text, 10)
  if (!symbol.ok) onUnreadable()
  return symbol.ok ? symbol.value : null
}
