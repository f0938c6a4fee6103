import type { ReactNode } from 'react'
import { SkipLink } from '#components/ui/skip-link'

interface CitizenLayoutProps {
  skipLabel: string
  /** A `SiteHeader`. */
  header: ReactNode
  /** A `SiteFooter`. */
  footer: ReactNode
  /** A `PageBody`. */
  children: ReactNode
}

/** The frame of a citizen page: skip link, header, content, and a footer that keeps to the bottom. */
export function CitizenLayout({ skipLabel, header, footer, children }: CitizenLayoutProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink>{skipLabel}</SkipLink>
      {header}
      {children}
      {footer}
    </div>
  )
}
