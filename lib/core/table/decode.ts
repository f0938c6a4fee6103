import iconv from 'iconv-lite'
import { type Encoding, recogniseEncoding } from './encoding.ts'

/** Why a file cannot be read as a table, for each door to put into words. */
export type TableProblem =
  | 'utf16'
  | 'binary'
  | 'unclear'
  | 'twice'
  | 'old_workbook'
  | 'workbook_broken'
  | 'workbook_large'
  | 'workbook_locked'
  | 'workbook_foreign'

/** The file cannot be read any further. */
export class UnreadableTable extends Error {
  readonly problem: TableProblem
  constructor(problem: TableProblem) {
    super(`unreadable: ${problem}`)
    this.problem = problem
  }
}

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf])
const signatures: readonly [Buffer, TableProblem][] = [
  [Buffer.from([0xd0, 0xcf, 0x11, 0xe0]), 'old_workbook'],
  [Buffer.from([0xff, 0xfe]), 'utf16'],
  [Buffer.from([0xfe, 0xff]), 'utf16'],
]
/** So many bytes from the first letter beyond ASCII on are looked at before the coding is said. */
const evidenceBytes = 64 * 1024

/**
 * The bytes of a Czech text file piece by piece. Its coding is judged at its first letters beyond ASCII and told; until
 * then all codings read alike. What later cannot be read comes out as U+FFFD. Throws UnreadableTable where no coding
 * reads as Czech, and for binary files.
 */
export async function* decodeText(
  bytes: AsyncIterable<Uint8Array>,
  onEncoding: (encoding: Encoding) => void,
): AsyncGenerator<string> {
  let decode: Decode | null = null
  let held: Buffer = Buffer.alloc(0)
  let isStart = true
  for await (const given of bytes) {
    if (given.includes(0)) {
      refuseBinary(Buffer.concat([held, given]))
      throw new UnreadableTable('binary')
    }
    held = held.length === 0 ? Buffer.from(given) : Buffer.concat([held, given])
    if (isStart && held.length < 4) continue
    if (isStart) {
      refuseBinary(held)
      if (held.subarray(0, 3).equals(byteOrderMark)) held = held.subarray(3)
    }
    isStart = false
    if (decode === null && !isAscii(held)) {
      if (held.length < evidenceBytes) continue
      decode = decoderOf(judged(held, false, onEncoding))
    }
    // The letter before one beyond ASCII helps to judge it.
    const kept = decode ? 0 : 1
    const piece = held.subarray(0, held.length - kept)
    held = held.subarray(piece.length)
    yield decode ? decode(piece) : piece.toString('latin1')
  }
  if (isStart) refuseBinary(held)
  if (decode === null && !isAscii(held)) decode = decoderOf(judged(held, true, onEncoding))
  yield decode ? `${decode(held)}${decode(null)}` : held.toString('latin1')
}

/** Gives the text of a piece, or of what is left of a cut character at the end. */
type Decode = (piece: Buffer | null) => string

function judged(bytes: Buffer, isWhole: boolean, onEncoding: (encoding: Encoding) => void): Encoding {
  const encoding = recogniseEncoding(bytes, isWhole)
  if (encoding === 'unclear' || encoding === 'twice') throw new UnreadableTable(encoding)
  onEncoding(encoding)
  return encoding
}

/** A whole file as text and its coding. */
export async function decodeWhole(bytes: Uint8Array): Promise<{ text: string; encoding: Encoding }> {
  let text = ''
  let encoding: Encoding = 'utf-8'
  const onEncoding = (found: Encoding) => {
    encoding = found
  }
  async function* one() {
    yield bytes
  }
  for await (const piece of decodeText(one(), onEncoding)) text += piece
  return { text, encoding }
}

function decoderOf(encoding: Encoding): Decode {
  // One byte a character: pieces need no memory of each other.
  if (encoding === 'cp852') return (piece) => (piece ? iconv.decode(piece, encoding) : '')
  const decoder = new TextDecoder(encoding)
  return (piece) => (piece ? decoder.decode(piece, { stream: true }) : decoder.decode())
}

const isAscii = (piece: Buffer) => !piece.some((byte) => byte >= 0x80)

function refuseBinary(start: Buffer): void {
  for (const [signature, problem] of signatures) {
    if (start.subarray(0, signature.length).equals(signature)) throw new UnreadableTable(problem)
  }
}
