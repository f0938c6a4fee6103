import { sentence } from '#lib/bank/reading-sentences'
import { StatementRefusal } from '#lib/bank/statement'

const maxRecordBytes = 4096
const lineFeed = 10
const carriageReturn = 13

/** One record as bytes, and the line of the file it stands on. */
export interface RawRecord {
  line: number
  bytes: Uint8Array
}

/** Cuts the file at LF, CR or CR LF before anything is decoded; blank lines are left out, but counted. */
export async function* gpcRecords(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<RawRecord> {
  let held: Uint8Array = new Uint8Array(0)
  let line = 1
  let isAfterReturn = false
  for await (const piece of pieces) {
    let start = 0
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i]
      if (byte !== lineFeed && byte !== carriageReturn) {
        isAfterReturn = false
        continue
      }
      // The second half of CR LF ends no line of its own.
      if (!(byte === lineFeed && isAfterReturn)) {
        const bytes = joined(held, piece.subarray(start, i), line)
        if (!isBlank(bytes)) yield { line, bytes }
        held = new Uint8Array(0)
        line++
      }
      isAfterReturn = byte === carriageReturn
      start = i + 1
    }
    held = joined(held, piece.subarray(start), line).slice()
  }
  if (!isBlank(held)) yield { line, bytes: held }
}

function joined(held: Uint8Array, rest: Uint8Array, line: number): Uint8Array {
  if (held.length + rest.length > maxRecordBytes)
    throw new StatementRefusal(
      sentence('place.positions', { line, positions: String(maxRecordBytes + 1) }),
      sentence('gpc.endless'),
    )
  return held.length === 0 ? rest : Buffer.concat([held, rest])
}

// Old programs end a file with the byte 26.
const isBlank = (bytes: Uint8Array) => bytes.every((byte) => byte === 32 || byte === 9 || byte === 26)
