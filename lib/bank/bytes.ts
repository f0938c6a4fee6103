const pieceBytes = 64 * 1024

/** The same bytes in pieces small enough to be worked through one at a time; a whole file may come as one. */
export async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const given of bytes) {
    for (let start = 0; start < given.length; start += pieceBytes) {
      yield given.subarray(start, start + pieceBytes)
    }
  }
}

/** Looks at the first bytes (as many as asked for, if there are so many) and gives the whole again. */
export async function peek(
  pieces: AsyncGenerator<Uint8Array>,
  wantedBytes: number,
): Promise<{ first: Uint8Array; whole: AsyncGenerator<Uint8Array> }> {
  const read: Uint8Array[] = []
  for (let length = 0; length < wantedBytes; ) {
    const next = await pieces.next()
    if (next.done) break
    read.push(next.value)
    length += next.value.length
  }
  const first = read.length === 1 && read[0] ? read[0] : Buffer.concat(read)
  return { first, whole: rejoined(first, pieces) }
}

async function* rejoined(first: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first
    yield* rest
  } finally {
    await rest.return(undefined)
  }
}
