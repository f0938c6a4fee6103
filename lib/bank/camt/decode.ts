import { sentence } from '#lib/bank/reading-sentences'
import { StatementRefusal } from '#lib/bank/statement'

/** The text of an XML file, in the coding its byte order mark or its declaration names, else UTF-8. */
export async function* decodeXml(
  first: Uint8Array,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<string> {
  const decoder = decoderFor(first)
  for await (const piece of pieces) {
    const text = decoder.decode(piece, { stream: true })
    if (text !== '') yield text
  }
  const rest = decoder.decode()
  if (rest !== '') yield rest
}

function decoderFor(first: Uint8Array): TextDecoder {
  if (first[0] === 0xff && first[1] === 0xfe) return new TextDecoder('utf-16le')
  if (first[0] === 0xfe && first[1] === 0xff) return new TextDecoder('utf-16be')
  const start = Buffer.from(first.subarray(0, 200)).toString('latin1')
  const declared = /<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(start)?.[1] ?? 'utf-8'
  try {
    // A declaration that could be read byte by byte is not UTF-16, whatever it says.
    return new TextDecoder(/^utf-?16/i.test(declared) ? 'utf-8' : declared)
  } catch {
    throw new StatementRefusal(
      sentence('place.declaration'),
      sentence('camt.coding', { coding: declared.slice(0, 20) }),
    )
  }
}
