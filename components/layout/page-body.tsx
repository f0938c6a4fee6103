import type { ReactNode } from 'react'

interface PageBodyProps {
  /** A `Masthead`; the first child then lies over its lower edge. */
  masthead?: ReactNode
  /** A column to read, or the full width for lists and tables. */
  width?: 'reading' | 'wide'
  children: ReactNode
}

/** The main landmark, target of the skip link. Its children stand one under another with even spaces. */
export function PageBody({ masthead, width = 'reading', children }: PageBodyProps) {
  return (
    <main id="obsah" tabIndex={-1} className="flex-1">
      {masthead}
      <div
        className={`relative mx-auto space-y-6 px-4 pb-16 sm:space-y-8 sm:px-6 ${width === 'wide' ? 'max-w-wide' : 'max-w-reading'} ${masthead ? '-mt-14 sm:-mt-16 print:mt-4' : 'pt-6 sm:pt-10'}`}
      >
        {children}
      </div>
    </main>
  )
}
