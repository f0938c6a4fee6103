import { decodeAs, type Encoding, recogniseEncoding } from '#lib/core/table/encoding'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** What a file has shown of its coding so far; `legacy` is what its beginning reads best in. */
export interface CodingSeen {
  isUtf8: boolean
  legacy: Extract<Encoding, 'windows-1250' | 'iso-8859-2' | 'cp852'>
}

/** The coding with one byte a character in which the beginning of a file reads as Czech; what banks write where unclear. */
export function legacyOf(start: Uint8Array): CodingSeen['legacy'] {
  const encoding = recogniseEncoding(start, false)
  return encoding === 'iso-8859-2' || encoding === 'cp852' ? encoding : 'windows-1250'
}

/**
 * A record as text in which every character stands on the position of its byte: windows-1250 has one byte a
 * character. A file someone converted to UTF-8 has its columns shifted; it is told by fixed fields behind the
 * name that fit only so. Some Czech capitals (`ĚŽ`) are by chance valid UTF-8, so validity alone proves nothing.
 */
export function decodeRecord(bytes: Uint8Array, seen: CodingSeen): string {
  const text = decodeAs(bytes, seen.legacy)
  if (bytes.every((byte) => byte < 0x80)) return text
  const converted = asUtf8(bytes)
  if (converted === null) return text
  const fits = fixedFields[text.slice(0, 3)]
  const hasCzechLetters = /^[\p{ASCII}\u00a0-\u017f\u2010-\u203a\u20ac]*$/u.test(converted)
  if (!fits) return seen.isUtf8 || hasCzechLetters ? converted : text
  // Shifted digits may look like a date too; a record of the right length is not shifted.
  const isPlain = fits(text) && (text.length === 128 || text.startsWith('074') || !hasCzechLetters)
  if (isPlain || !fits(converted)) return text
  seen.isUtf8 = true
  return converted
}

const fixedFields: Record<string, (text: string) => boolean> = {
  '074': (text) => /^\d{6}[ \d]{13}\d[^\d][ \d]{13}\d/.test(text.slice(39)),
  '075': (text) => /^[ 0](\d{4}| {4})(0[1-9]|[12]\d|3[01]|00)(0\d|1[0-2])\d\d$/.test(text.slice(117, 128)),
}

function asUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes).normalize('NFC')
  } catch {
    return null
  }
}
