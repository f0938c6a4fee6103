import { cloneElement, Fragment, isValidElement, type ReactElement, type ReactNode } from 'react'
import { type SentencePart, sentenceParts } from '#lib/i18n/machine-readable'

/**
 * Text with its amounts and dates marked: thousands stand apart by style alone, so that speech and the clipboard get
 * the number whole („3480“), and a date says itself to machines. Goes through lists, fragments and plain elements.
 */
export function words(node: ReactNode): ReactNode {
  if (typeof node === 'string') return <Sentence text={node} />
  if (Array.isArray(node)) return node.map((one, index) => <Fragment key={keyOf(one, index)}>{words(one)}</Fragment>)
  if (!isValidElement<{ children?: ReactNode }>(node)) return node
  const isPlain = typeof node.type === 'string' || node.type === Fragment
  if (!isPlain || node.props.children === undefined) return node
  return cloneElement(node as ReactElement<{ children?: ReactNode }>, {}, words(node.props.children))
}

const keyOf = (node: ReactNode, index: number) => (isValidElement(node) && node.key) || String(index)

function Sentence({ text }: { text: string }) {
  const parts = sentenceParts(text)
  if (parts.length === 1 && parts[0]?.kind === 'text') return text
  return parts.map((part, index) => <Part key={`${index}`} part={part} />)
}

function Part({ part }: { part: SentencePart }) {
  if (part.kind === 'text') return part.text
  if (part.kind === 'date') return <time dateTime={part.dateTime}>{part.text}</time>
  const [first, ...groups] = part.groups
  return (
    <span className="whitespace-nowrap">
      {first}
      {groups.map((group, index) => (
        <span key={`${index}`} className="ml-[0.22em]">
          {group}
        </span>
      ))}
      {part.rest}
    </span>
  )
}
