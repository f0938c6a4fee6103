/** An element that was read whole; names are without their namespace's prefix. */
export interface XmlNode {
  name: string
  text: string
  /** The attribute `Ccy` of an amount. */
  currency: string | null
  children: XmlNode[]
  line: number
}

/** The elements at the end of a path of names such as `RmtInf/Strd`. */
export function nodesAt(node: XmlNode, path: string): XmlNode[] {
  let found = [node]
  for (const name of path.split('/')) {
    const next: XmlNode[] = []
    for (const one of found) {
      for (const child of one.children) if (child.name === name) next.push(child)
    }
    if (next.length === 0) return next
    found = next
  }
  return found
}

/** The first element at the end of a path. */
export function nodeAt(node: XmlNode | null | undefined, path: string): XmlNode | null {
  return node ? (nodesAt(node, path)[0] ?? null) : null
}

/** The first text that is not empty at the end of any of the paths, tried in their order. */
export function textAt(node: XmlNode | null | undefined, ...paths: string[]): string | null {
  if (!node) return null
  for (const path of paths) {
    for (const found of nodesAt(node, path)) {
      const text = found.text.trim()
      if (text !== '') return text
    }
  }
  return null
}
