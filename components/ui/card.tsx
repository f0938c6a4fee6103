import type { ReactNode } from 'react'
import { Heading, type HeadingLevel } from '#components/ui/heading'
import { words } from '#components/ui/words'

interface CardProps {
  heading?: ReactNode
  headingLevel?: HeadingLevel
  /** Something at the right of the heading: a tag, a link. */
  aside?: ReactNode
  /** Without inner padding, for tables and rows that reach the edges. */
  flush?: boolean
  children: ReactNode
}

/** A sheet of paper on the page; with a heading it is a named section. */
export function Card({ heading, headingLevel = 2, aside, flush = false, children }: CardProps) {
  return (
    <section className="overflow-clip rounded-lg border border-line bg-surface shadow-card print:border-0">
      {heading ? (
        <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 pt-4 sm:px-6 sm:pt-5">
          <Heading level={headingLevel} size="md">
            {heading}
          </Heading>
          {aside ? <div className="[&>a]:inline-flex [&>a]:min-h-11 [&>a]:items-center">{aside}</div> : null}
        </div>
      ) : null}
      <div className={flush ? (heading ? 'pt-3' : '') : 'px-4 py-4 sm:px-6 sm:py-5'}>{words(children)}</div>
    </section>
  )
}
