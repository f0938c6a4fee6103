import type { ReactNode } from 'react'
import { Icon } from '#components/ui/icon'
import { words } from '#components/ui/words'

interface RowProps {
  title: ReactNode
  note?: ReactNode
  /** A `StatusTag`. */
  status?: ReactNode
  /** At the right edge, e.g. an `Amount`. */
  trailing?: ReactNode
  /** Makes the whole row one link, named by its title. */
  href?: string
  /** The whole name of the link, where the title alone does not tell it from others: begins with the title. */
  hrefLabel?: string
}

/** One thing in a list: what, a note, its state, and an amount on the right. */
export function Row({ title, note, status, trailing, href, hrefLabel }: RowProps) {
  return (
    <li className={`relative flex items-center gap-3 px-4 py-4 sm:px-6 ${href ? 'hover:bg-city-tint' : ''}`}>
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-1.5">
        <div className="min-w-0 flex-[1_1_12rem]">
          {href ? (
            <a
              href={href}
              aria-label={hrefLabel}
              className="link font-semibold text-lg after:absolute after:inset-0"
            >
              {words(title)}
            </a>
          ) : (
            <span className="font-semibold text-lg">{words(title)}</span>
          )}
          {note ? <div className="text-muted">{words(note)}</div> : null}
        </div>
        {status || trailing ? (
          <div className="flex w-full flex-wrap items-center justify-between gap-x-3 gap-y-1 sm:w-auto sm:flex-col sm:items-end">
            {trailing}
            {status}
          </div>
        ) : null}
      </div>
      {href ? (
        <span className="text-city-strong" data-print="no">
          <Icon name="chevron" className="size-5" />
        </span>
      ) : null}
    </li>
  )
}

/** The list around rows; stands in a flush card. */
export function RowList({ children }: { children: ReactNode }) {
  return <ul className="divide-y divide-line">{children}</ul>
}
