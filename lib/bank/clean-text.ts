const maxCharacters = 1000

/** A text of one line: control characters and runs of spaces become one space; `null` for nothing. */
export function cleanText(text: string | null | undefined): string | null {
  if (!text) return null
  const line = text
    .slice(0, maxCharacters * 2)
    .replace(/[\s\p{Cc}\p{Zs}]+/gu, ' ')
    .trim()
  return line === '' ? null : line.slice(0, maxCharacters).trimEnd()
}
