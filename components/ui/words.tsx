import {
  cloneElement,
  createElement,
  Fragment,
  isValidElement,
  type ReactElement,
  type ReactNode,
} from 'react'
import { type SentencePart, sentenceParts } from '#lib/i18n/machine-readable'

/**
 * Text with its amounts and dates marked: thousands stand apart by style alone, so that speech and the clipboard get
 * the number whole („3480“), and a date says itself to machines. Goes through lists, fragments and plain elements.
 */
export function words(node: ReactNode): ReactNode {
  if (typeof node === 'string') return <Sentence text={node} />
  if (Array.isArray(node)) return createElement(Fragment, null, ...node.map(words))
  if (!isValidElement<{ children?: ReactNode }>(node)) return node
  const isPlain = typeof node.type === 'string' || node.type === Fragment
  if (!isPlain || node.props.children === undefined) return node
  return cloneElement(node as ReactElement<{ children?: ReactNode }>, {}, words(node.props.children))
}

function Sentence({ text }: { text: string }) {
  return createElement(Fragment, null, ...sentenceParts(text).map(marked))
}

function marked(part: SentencePart): ReactNode {
  if (part.kind === 'text') return part.text
  if (part.kind === 'date') return <time dateTime={part.dateTime}>{part.text}</time>
  const [first, ...thousands] = part.groups
  const apart = thousands.map((group) => createElement('span', { className: 'ml-[0.22em]' }, group))
  return createElement('span', { className: 'whitespace-nowrap' }, first, ...apart, part.rest)
}
