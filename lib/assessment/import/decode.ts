import { sentence } from './import-sentences.ts'

/** The file cannot be read any further; the message says why. */
export class UnreadableFile extends Error {}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])
const signatures: readonly [Buffer, 'file.excel' | 'file.utf16'][] = [
  [Buffer.from('PK\u0003\u0004'), 'file.excel'],
  [Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'file.excel'],
  [Buffer.from([0xff, 0xfe]), 'file.utf16'],
  [Buffer.from([0xfe, 0xff]), 'file.utf16'],
]

/**
 * The file's bytes as text, piece by piece. UTF-8 (with or without a byte order mark) and windows-1250 are told
 * apart at the first piece that has a letter beyond ASCII; until then both read alike. What later cannot be read
 * comes out as U+FFFD, which the cell's reader refuses with its row. Throws UnreadableFile for a binary file.
 */
export async function* decode(bytes: AsyncIterable<Buffer | string>): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null
  let held: Buffer = Buffer.alloc(0)
  let isStart = true
  for await (const given of bytes) {
    const piece: Buffer = Buffer.concat([held, typeof given === 'string' ? Buffer.from(given) : given])
    held = Buffer.alloc(0)
    if (isStart && piece.length < 4) {
      held = piece
      continue
    }
    if (isStart) refuseBinary(piece)
    if (piece.includes(0)) throw new UnreadableFile(sentence('file.binary'))
    if (isStart && piece.subarray(0, 3).equals(byteOrderMark)) decoder = utf8()
    isStart = false
    decoder ??= recognise(piece)
    if (decoder) yield decoder.decode(piece, { stream: true })
    else if (isAscii(piece)) yield piece.toString('latin1')
    else held = piece
  }
  if (held.length > 0) {
    decoder ??= isUtf8(held) ? utf8() : windows1250()
    yield decoder.decode(held, { stream: true })
  }
  if (decoder) yield decoder.decode()
}

const utf8 = () => new TextDecoder('utf-8')
const windows1250 = () => new TextDecoder('windows-1250')
const isAscii = (piece: Buffer) => !piece.some((byte) => byte >= 0x80)

function refuseBinary(piece: Buffer): void {
  for (const [signature, reason] of signatures) {
    if (piece.subarray(0, signature.length).equals(signature)) throw new UnreadableFile(sentence(reason))
  }
}

/** Null while nothing tells: only ASCII so far, or the piece ends inside what may be its only UTF-8 letter. */
function recognise(piece: Buffer): TextDecoder | null {
  if (isAscii(piece)) return null
  if (isUtf8(piece)) return utf8()
  for (const cut of [1, 2, 3]) {
    const whole = piece.subarray(0, -cut)
    if (isUtf8(whole)) return isAscii(whole) ? null : utf8()
  }
  return windows1250()
}

function isUtf8(piece: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(piece)
    return true
  } catch {
    return false
  }
}
