import { SaxesParser, type SaxesTagNS } from 'saxes'
import type { OrderFormat } from './rules.ts'

/** What an element holds: its children in their order, each once unless told, or a text of this shape. */
type Shape = { children: readonly Child[] } | { text: RegExp; hasCurrency?: true }
interface Child {
  name: string
  shape: Shape
  isOptional?: true
  isRepeated?: true
}

const text = (shape: RegExp): Shape => ({ text: shape })
const only = (name: string, shape: Shape, more: Partial<Child> = {}): Child => ({ name, shape, ...more })
const of = (...children: Child[]): Shape => ({ children })

const max = (length: number) => text(new RegExp(`^[^\\p{Cc}]{1,${length}}$`, 'u'))
const count = text(/^\d{1,15}$/)
const amount = /^\d{1,13}(\.\d{1,5})?$/
const day = text(/^\d{4}-\d{2}-\d{2}$/)
const iban = text(/^[A-Z]{2}\d{2}[A-Z0-9]{1,30}$/)
const party = of(only('Nm', max(140)))
const accountId = only('Id', of(only('IBAN', iban)))

/** The part of the schema our orders use; versions .03 and .09 differ in how they write the day. */
const rootShape = (format: OrderFormat): Shape =>
  of(
    only(
      'CstmrCdtTrfInitn',
      of(
        only(
          'GrpHdr',
          of(
            only('MsgId', max(35)),
            only('CreDtTm', text(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)),
            only('NbOfTxs', count),
            only('CtrlSum', text(amount)),
            only('InitgPty', party),
          ),
        ),
        only(
          'PmtInf',
          of(
            only('PmtInfId', max(35)),
            only('PmtMtd', text(/^TRF$/)),
            only('NbOfTxs', count),
            only('CtrlSum', text(amount)),
            only('ReqdExctnDt', format === 'pain.001.001.09' ? of(only('Dt', day)) : day),
            only('Dbtr', party),
            only('DbtrAcct', of(accountId, only('Ccy', text(/^[A-Z]{3}$/)))),
            only('DbtrAgt', of(only('FinInstnId', of(only('Othr', of(only('Id', max(35)))))))),
            only('CdtTrfTxInf', transferShape, { isRepeated: true }),
          ),
        ),
      ),
    ),
  )

const transferShape = of(
  only('PmtId', of(only('InstrId', max(35), { isOptional: true }), only('EndToEndId', max(35)))),
  only('Amt', of(only('InstdAmt', { text: amount, hasCurrency: true }))),
  only('Cdtr', party),
  only('CdtrAcct', of(accountId)),
  only('RmtInf', of(only('Ustrd', max(140)))),
)

/**
 * Where a pain.001 file of ours breaks the schema of its version, as `path: what`, or null. It knows the elements our
 * orders use, with their order, their number and the shape of their text; anything else is refused.
 */
export function painProblem(file: Buffer, format: OrderFormat): string | null {
  const parser = new SaxesParser({ xmlns: true })
  const open: { path: string; shape: Shape; next: number; seen: number; words: string }[] = []
  let problem: string | null = null
  const found = (path: string, what: string) => {
    problem ??= `${path}: ${what}`
  }
  parser.on('error', (error) => found('/', error.message))
  parser.on('opentag', (tag: SaxesTagNS) => {
    const parent = open.at(-1)
    const path = `${parent?.path ?? ''}/${tag.local}`
    if (tag.uri !== `urn:iso:std:iso:20022:tech:xsd:${format}`) found(path, 'another namespace')
    const shape = parent ? nextChild(parent, tag.local) : tag.local === 'Document' ? rootShape(format) : null
    if (!shape) found(path, 'not expected here')
    const currency = tag.attributes.Ccy?.value
    if (shape && 'hasCurrency' in shape !== (currency !== undefined)) found(path, 'its currency')
    open.push({ path, shape: shape ?? of(), next: 0, seen: 0, words: '' })
  })
  parser.on('text', (piece) => {
    const current = open.at(-1)
    if (current) current.words += piece
  })
  parser.on('closetag', () => {
    const closed = open.pop()
    if (!closed) return
    const { shape, path, words } = closed
    if ('text' in shape) {
      if (!shape.text.test(words)) found(path, `„${words}“ has another shape`)
    } else {
      if (words.trim() !== '') found(path, 'a text is not expected')
      const missing = shape.children
        .slice(closed.seen > 0 ? closed.next + 1 : closed.next)
        .find((one) => !one.isOptional)
      if (missing) found(path, `${missing.name} is missing`)
    }
  })
  parser.write(file.toString('utf8')).close()
  return problem
}

/** The shape of the next child of this name; null where the order of the schema has none. */
function nextChild(parent: { shape: Shape; next: number; seen: number }, name: string): Shape | null {
  if ('text' in parent.shape) return null
  const { children } = parent.shape
  if (parent.seen > 0 && children[parent.next]?.name === name && children[parent.next]?.isRepeated) {
    parent.seen++
    return children[parent.next]?.shape ?? null
  }
  let index = parent.seen > 0 ? parent.next + 1 : parent.next
  while (index < children.length && children[index]?.name !== name && children[index]?.isOptional) index++
  const child = children[index]
  if (child?.name !== name) return null
  parent.next = index
  parent.seen = 1
  return child.shape
}
