import type { ReactNode } from 'react'

interface SiteHeaderProps {
  /** `Emblem`, about 3 rem high. */
  emblem: ReactNode
  cityName: string
  portalName: string
  homeHref: string
  /** `NavLink`s. */
  nav?: ReactNode
  navLabel?: string
  /** Who is here and the way out, or the way in. */
  session?: ReactNode
}

/** The head of every citizen page: whose portal this is, where one can go, and who is signed in. */
export function SiteHeader({
  emblem,
  cityName,
  portalName,
  homeHref,
  nav,
  navLabel,
  session,
}: SiteHeaderProps) {
  return (
    <header className="bg-field text-field-on print:border-line print:border-b">
      <div className="mx-auto max-w-wide px-4 sm:px-6">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3">
          <a href={homeHref} className="flex min-h-11 min-w-0 items-center gap-3 rounded-sm">
            {emblem}
            <span className="min-w-0 leading-tight">
              <span className="block font-bold text-lg"> {cityName}</span>
              <span className="block text-sm"> {portalName}</span>
            </span>
          </a>
          <div className="flex w-full min-w-0 flex-wrap items-center justify-between gap-x-4 sm:w-auto">
            {session}
          </div>
        </div>
        {nav ? (
          <nav
            aria-label={navLabel}
            className="flex flex-wrap justify-between gap-x-2 border-current/25 border-t sm:justify-start sm:gap-x-7"
          >
            {nav}
          </nav>
        ) : null}
      </div>
    </header>
  )
}
