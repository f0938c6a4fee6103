import { SaxesParser } from 'saxes'

/** An element without its prefix: namespaces are compared by their address. */
export interface XmlElement {
  namespace: string
  name: string
  /** The text inside, of the element itself only. */
  text: string
  children: XmlElement[]
}

const deepest = 12

/**
 * The root of a small, strictly well-formed document, or null. A document type is refused, so there are no entities
 * to swell or to lead out; attributes have no use here.
 */
export function readXml(text: string): XmlElement | null {
  const parser = new SaxesParser({ xmlns: true })
  const root: XmlElement = { namespace: '', name: '', text: '', children: [] }
  const open = [root]
  try {
    parser.on('error', (error) => {
      throw error
    })
    parser.on('doctype', () => {
      throw new Error('a document type is not expected')
    })
    parser.on('opentag', ({ uri, local }) => {
      const element: XmlElement = { namespace: uri, name: local, text: '', children: [] }
      if (open.push(element) > deepest) throw new Error('too deep')
      open.at(-2)?.children.push(element)
    })
    parser.on('closetag', () => void open.pop())
    const append = (part: string) => {
      const current = open.at(-1)
      if (current) current.text += part
    }
    parser.on('text', append)
    parser.on('cdata', append)
    parser.write(text).close()
  } catch {
    return null
  }
  return root.children[0] ?? null
}

/** The only child of this name, or null where there is none or more of them. */
export function onlyChild(element: XmlElement | null, namespace: string, name: string): XmlElement | null {
  const found =
    element?.children.filter((child) => child.namespace === namespace && child.name === name) ?? []
  return found.length === 1 ? (found[0] ?? null) : null
}

/** Elements without children, in the order of the document. */
export function leavesOf(element: XmlElement): XmlElement[] {
  return element.children.flatMap((child) => (child.children.length > 0 ? leavesOf(child) : [child]))
}

/** Text safe inside an element. */
export const escapeXml = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
