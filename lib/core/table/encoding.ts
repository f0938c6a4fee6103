import iconv from 'iconv-lite'

/** A coding in which Czech offices write text. */
export type Encoding = 'utf-8' | 'windows-1250' | 'iso-8859-2' | 'cp852'

/** Why no coding is certain: none reads as Czech, or the text was put into UTF-8 twice. */
export type EncodingDoubt = 'unclear' | 'twice'

const legacy = ['windows-1250', 'iso-8859-2', 'cp852'] as const

/** How much a character beyond ASCII speaks for the coding that gave it. */
const weights = new Map<string, number>([
  ...[...'áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ'].map((letter) => [letter, 4] as const),
  ...[...'äöüÄÖÜľĺŕôĽĹŔÔ'].map((letter) => [letter, 1] as const),
  ...[...'ßąłŁęćńśźżőűŐŰ'].map((letter) => [letter, -1] as const),
  ...[...'„“”‚‘’–—…§°€²½\u00a0'].map((mark) => [mark, 0] as const),
])
const weightOfStranger = -8
/** Letters of a neighbour's alphabet may stand in a name; so many where Czech ones could stand do not. */
const decisiveLetters = 5

/**
 * The coding of bytes of which some are beyond ASCII. What is valid UTF-8 is UTF-8; of the others the one that reads as
 * Czech, where no other does. `isWhole` is false where more bytes follow, so that the last character may be cut.
 */
export function recogniseEncoding(bytes: Uint8Array, isWhole = true): Encoding | EncodingDoubt {
  const text = asUtf8(bytes, isWhole)
  if (text !== null) return isEncodedTwice(text) ? 'twice' : 'utf-8'
  if (isBrokenUtf8(bytes)) return 'utf-8'
  const readings = legacy.map((encoding) => ({ encoding, ...judge(decodeAs(bytes, encoding)) }))
  const [best, ...others] = readings.toSorted((a, b) => b.score - a.score)
  if (!best || best.score <= 0) return 'unclear'
  const isRival = (one: (typeof readings)[number]) => {
    const differing = one.letters.filter((letter, index) => letter !== best.letters[index]).length
    return one.strangers === 0 && differing > 0 && differing < decisiveLetters
  }
  return others.some(isRival) ? 'unclear' : best.encoding
}

/** The bytes as text, whole. */
export const decodeAs = (bytes: Uint8Array, encoding: Encoding): string =>
  encoding === 'cp852' ? iconv.decode(Buffer.from(bytes), encoding) : new TextDecoder(encoding).decode(bytes)

function asUtf8(bytes: Uint8Array, isWhole: boolean): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole })
  } catch {
    return null
  }
}

/** UTF-8 in which a few characters were damaged: they are told at their places. */
function isBrokenUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes)
  const { letters, strangers } = judge(text.replaceAll('\ufffd', ''))
  return letters.length - strangers > 2 * (text.split('\ufffd').length - 1)
}

/** How much a reading is like Czech: strange characters, capitals within a word and marks within one speak against it. */
function judge(text: string): { score: number; strangers: number; letters: string[] } {
  let score = 0
  let strangers = 0
  const letters: string[] = []
  for (const { 0: letter, index } of text.matchAll(/[^\p{ASCII}]/gu)) {
    const before = text.charAt(index - 1)
    const after = text.charAt(index + 1)
    const isInside = /\p{L}/u.test(before) && /\p{L}/u.test(after)
    const isOdd = /\p{Lu}/u.test(letter)
      ? /\p{Ll}/u.test(before)
      : !/\p{L}/u.test(letter) && isInside && !(letter === '\u00a0' && /\p{Lu}/u.test(after))
    const weight = isOdd ? weightOfStranger : (weights.get(letter) ?? weightOfStranger)
    score += weight
    if (weight < 0) strangers++
    letters.push(letter)
  }
  return { score, strangers, letters }
}

const beyondAscii = /[^\p{ASCII}]+/gu

/** Whether what stands beyond ASCII makes Czech letters once it is put back into bytes: `Ĺ™` is `ř` written twice. */
function isEncodedTwice(text: string): boolean {
  let twice = 0
  let once = 0
  for (const [run] of text.matchAll(beyondAscii)) {
    if (putBack(run)) twice++
    else once++
    if (twice + once >= 2_000) break
  }
  return twice > once
}

function putBack(run: string): boolean {
  return ['windows-1250', 'windows-1252', 'latin1'].some((encoding) => {
    const bytes = iconv.encode(run, encoding)
    if (iconv.decode(bytes, encoding) !== run) return false
    const letters = asUtf8(bytes, true)
    return letters !== null && [...letters].every((letter) => weights.has(letter))
  })
}
