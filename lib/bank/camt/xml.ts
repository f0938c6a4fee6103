import { SaxesParser } from 'saxes'
import { sentence } from '#lib/bank/reading-sentences'
import { StatementRefusal } from '#lib/bank/statement'
import { checkedForAmpersands } from './bare-ampersand.ts'
import type { XmlNode } from './xml-node.ts'

/** What stands in a statement, in its order. Containers open and close; what is in them comes as whole elements. */
export type XmlPart =
  | { kind: 'open' | 'close'; name: string; line: number }
  | { kind: 'node'; parent: string; node: XmlNode }

const root = 'BkToCstmrStmt'
const containers = [root, 'Stmt', 'Ntry', 'NtryDtls']
const otherMessages: Readonly<Record<string, 'camt.report' | 'camt.notification'>> = {
  BkToCstmrAcctRpt: 'camt.report',
  BkToCstmrDbtCdtNtfctn: 'camt.notification',
}
const maxDepth = 64
const maxSilentCharacters = 1_000_000
const maxNodeSize = 200_000

/**
 * Reads XML as it comes. Nothing is expanded: a document type (and with it every entity of its own) is refused,
 * as is an element or a text too large to belong to a statement. Namespaces are not looked at, so that every
 * version of the message is read.
 */
export async function* xmlParts(texts: AsyncIterable<string>): AsyncGenerator<XmlPart> {
  let parts: XmlPart[] = []
  const path: string[] = []
  const nodes: XmlNode[] = []
  let nodeSize = 0
  let isInside = false
  let wasInside = false
  let read = 0
  let lastEventAt = 0
  const parser = new SaxesParser()
  const place = (charactersOn = 0) => {
    const { line } = parser
    const column = parser.column + charactersOn
    if (path.length === 0) return sentence('place.column', { line, column })
    return sentence('place.elementColumn', { element: path.join('/'), line, column })
  }
  const refuse = (reason: string, charactersOn?: number): never => {
    throw new StatementRefusal(place(charactersOn), reason)
  }

  parser.on('error', () => refuse(sentence('camt.xml')))
  parser.on('doctype', () => refuse(sentence('camt.doctype')))
  parser.on('opentag', ({ name: qualified, attributes }) => {
    lastEventAt = read
    const name = localName(qualified)
    const parent = path.at(-1) ?? ''
    path.push(name)
    if (path.length > maxDepth) refuse(sentence('camt.deep'))
    const known = otherMessages[name]
    if (!isInside && known) refuse(sentence(known))
    const opened = isInside ? containerIn(name, parent) : name.startsWith(root) ? root : null
    // What wraps the message is passed through.
    if (!isInside && opened === null) return
    if (nodes.length === 0 && opened !== null) {
      isInside = true
      wasInside = true
      parts.push({ kind: 'open', name: opened, line: parser.line })
      return
    }
    const node = { name, text: '', currency: attributes.Ccy ?? null, children: [], line: parser.line }
    nodeSize += 50
    if (nodeSize > maxNodeSize) refuse(sentence('camt.large'))
    nodes.at(-1)?.children.push(node)
    nodes.push(node)
  })
  const addText = (text: string) => {
    const node = nodes.at(-1)
    if (!node) return
    nodeSize += text.length
    if (nodeSize > maxNodeSize) refuse(sentence('camt.large'))
    node.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', ({ name: qualified }) => {
    lastEventAt = read
    path.pop()
    const node = nodes.pop()
    if (node) {
      if (nodes.length > 0) return
      nodeSize = 0
      parts.push({ kind: 'node', parent: withoutVersion(path.at(-1) ?? ''), node })
    } else if (isInside) {
      const name = withoutVersion(localName(qualified))
      parts.push({ kind: 'close', name, line: parser.line })
      if (name === root) isInside = false
    }
  })

  for await (const { text, endsAtAmpersand } of checkedForAmpersands(texts)) {
    read += text.length
    parser.write(text)
    if (endsAtAmpersand) refuse(sentence('camt.ampersand'), 1)
    if (read - lastEventAt > maxSilentCharacters) refuse(sentence('camt.long'))
    const ready = parts
    parts = []
    yield* ready
  }
  parser.close()
  yield* parts
  if (!wasInside)
    throw new StatementRefusal(sentence('place.whole'), sentence('camt.root', { element: root }))
}

function containerIn(name: string, parent: string): string | null {
  const position = containers.indexOf(name)
  return position > 0 && withoutVersion(parent) === containers[position - 1] ? name : null
}

// The oldest version adds `V01` to the name of the message.
function withoutVersion(name: string): string {
  return name.startsWith(root) ? root : name
}

function localName(qualified: string): string {
  return qualified.slice(qualified.indexOf(':') + 1)
}
