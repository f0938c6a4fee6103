import type { ReactNode } from 'react'
import { words } from '#components/ui/words'

interface Definition {
  /** Where two rows may have the same term. */
  id?: string
  term: string
  value: ReactNode
  note?: ReactNode
  /** At the right edge: a copy button, a link to change it. */
  action?: ReactNode
  /** The row that sums up the others. */
  strong?: boolean
}

interface DefinitionListProps {
  items: readonly Definition[]
  /** The values are amounts: at the right edge, one under another. */
  amounts?: boolean
}

/** Rows of term and value: a receipt, payment data, a person's card. */
export function DefinitionList({ items, amounts = false }: DefinitionListProps) {
  return (
    <dl className="divide-y divide-line">
      {items.map(({ id, term, value, note, action, strong }) => (
        <div
          key={id ?? term}
          className={`flex flex-wrap items-center justify-between gap-x-4 py-2.5 ${strong ? 'border-line-strong! border-t-2! font-bold first:border-t-0! text-lg' : ''}`}
        >
          <dt className={amounts || strong ? 'min-w-0' : 'w-full text-muted text-sm sm:w-52 sm:text-base'}>
            {words(term)}
            {amounts && note ? (
              <span className="block font-normal text-muted text-sm"> {words(note)}</span>
            ) : null}
          </dt>
          <dd
            className={amounts || strong ? 'ml-auto text-right tabular-nums' : 'min-w-0 flex-auto sm:flex-1'}
          >
            {words(value)}
            {!amounts && note ? <div className="font-normal text-muted text-sm">{words(note)}</div> : null}
          </dd>
          {action ? <dd className="-my-1.5 ml-auto">{action}</dd> : null}
        </div>
      ))}
    </dl>
  )
}
