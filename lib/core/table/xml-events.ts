import { SaxesParser } from 'saxes'
import { UnreadableTable } from './decode.ts'

/** What stands in a part of a workbook, in its order; names without their namespace's prefix. */
export type XmlEvent =
  | { kind: 'open'; name: string; attributes: Readonly<Record<string, string>> }
  | { kind: 'close'; name: string }
  | { kind: 'text'; text: string }

const maxSilentCharacters = 4_000_000
const maxDepth = 256

/** Reads XML as it comes; entities of its own are refused with the document type that would declare them. */
export async function* xmlEvents(texts: AsyncIterable<string>): AsyncGenerator<XmlEvent[]> {
  const parser = new SaxesParser()
  let events: XmlEvent[] = []
  let depth = 0
  let silent = 0
  const broken = (): never => {
    throw new UnreadableTable('workbook_broken')
  }
  parser.on('error', broken)
  parser.on('doctype', broken)
  parser.on('opentag', ({ name, attributes }) => {
    if (++depth > maxDepth) broken()
    events.push({ kind: 'open', name: local(name), attributes: attributes as Record<string, string> })
  })
  parser.on('closetag', ({ name }) => {
    depth--
    events.push({ kind: 'close', name: local(name) })
  })
  const addText = (text: string) => {
    events.push({ kind: 'text', text })
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  for await (const text of texts) {
    parser.write(text)
    silent = events.length > 0 ? 0 : silent + text.length
    if (silent > maxSilentCharacters) throw new UnreadableTable('workbook_large')
    yield events
    events = []
  }
  parser.close()
  yield events
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** An attribute whatever prefix its namespace has in this file. */
export function attributeOf(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  if (attributes[name] !== undefined) return attributes[name]
  const found = Object.keys(attributes).find((key) => key.endsWith(`:${name}`))
  return found === undefined ? undefined : attributes[found]
}
