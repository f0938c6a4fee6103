import type { ReactNode } from 'react'
import { LinkButton } from '#components/ui/button'

interface PaginationProps {
  /** The name of the navigation for a screen reader, e.g. „Stránky seznamu plateb“. */
  label: string
  /** Where we are, in words: „1–50 z 1 284“. */
  position: ReactNode
  previous?: { href: string; label: string } | undefined
  next?: { href: string; label: string } | undefined
}

/** Previous and next page of a list; absent at the ends. */
export function Pagination({ label, position, previous, next }: PaginationProps) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-muted tabular-nums">{position}</p>
      <div className="flex flex-wrap gap-2">
        {previous ? (
          <LinkButton href={previous.href} look="secondary" width="own" rel="prev">
            {previous.label}
          </LinkButton>
        ) : null}
        {next ? (
          <LinkButton href={next.href} look="secondary" width="own" rel="next">
            {next.label}
          </LinkButton>
        ) : null}
      </div>
    </nav>
  )
}
