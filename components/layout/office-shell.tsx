import type { ReactNode } from 'react'
import { OfficeNav, type OfficeNavGroup } from '#components/layout/office-nav'
import { Icon } from '#components/ui/icon'
import { SkipLink } from '#components/ui/skip-link'

interface OfficeShellProps {
  skipLabel: string
  /** About 2 rem high. */
  emblem: ReactNode
  cityName: string
  portalName: string
  homeHref: string
  navLabel: string
  menuLabel: string
  groups: readonly OfficeNavGroup[]
  officerName: string
  officerRole?: string
  /** A form whose button is a `HeaderButton`. */
  logout: ReactNode
  children: ReactNode
}

/** The office: a thin bar with the officer's name, navigation at the side, content. On a phone the navigation folds. */
export function OfficeShell(props: OfficeShellProps) {
  return (
    <div className="dense flex min-h-dvh flex-col">
      <SkipLink>{props.skipLabel}</SkipLink>
      <header className="bg-field text-field-on" data-print="no">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-1.5">
          <a href={props.homeHref} className="flex min-h-11 min-w-0 items-center gap-2.5 rounded-sm">
            {props.emblem}
            <span className="min-w-0 leading-tight">
              <span className="font-bold">{props.cityName}</span> <span>{props.portalName}</span>
            </span>
          </a>
          <div className="flex min-w-0 flex-wrap items-center gap-x-4">
            <span className="flex min-w-0 items-center gap-2 leading-tight">
              <Icon name="user" className="size-5" />
              <span className="min-w-0">
                <span className="font-semibold">{props.officerName}</span>
                {props.officerRole ? <span className="block text-sm"> {props.officerRole}</span> : null}
              </span>
            </span>
            {props.logout}
          </div>
        </div>
        <details className="border-line border-b bg-surface text-ink lg:hidden">
          <summary className="flex min-h-11 items-center gap-2 px-4 font-semibold">
            <Icon name="menu" className="size-5" />
            {props.menuLabel}
          </summary>
          <OfficeNav label={props.navLabel} groups={props.groups} />
        </details>
      </header>
      <div className="flex flex-1">
        <aside className="hidden w-56 shrink-0 border-line border-r bg-surface lg:block" data-print="no">
          <div className="sticky top-0 max-h-dvh overflow-y-auto">
            <OfficeNav label={props.navLabel} groups={props.groups} />
          </div>
        </aside>
        <main id="obsah" tabIndex={-1} className="min-w-0 flex-1 px-4 pb-12 sm:px-6">
          <div className="space-y-5 pt-4">{props.children}</div>
        </main>
      </div>
    </div>
  )
}
