// A bundler may load this module twice; a registered symbol keeps one list for all copies.
const slot = Symbol.for('platebni-portal.begun-actions')
const holder = globalThis as { [slot]?: Set<string> }

const begun = (): Set<string> => {
  holder[slot] ??= new Set()
  return holder[slot]
}

/** Notes that the action of this request took what it was sent; `mark` is the nonce of its answer. */
export function noteBegun(mark: string): void {
  begun().add(mark)
}

/** Whether the action of this request took what it was sent, asked once, when its answer goes out. */
export function takeBegun(mark: string): boolean {
  return begun().delete(mark)
}
