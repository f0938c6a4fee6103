interface OfficeNavItem {
  href: string
  label: string
  current?: boolean
  /** What waits there, already formatted. */
  count?: string
  /** The count in words for a screen reader, e.g. „12 čeká“. */
  countLabel?: string
}

export interface OfficeNavGroup {
  heading?: string
  items: readonly OfficeNavItem[]
}

/** The office's navigation in groups; the page we stand on has a bar, a weight and aria-current. */
export function OfficeNav({ label, groups }: { label: string; groups: readonly OfficeNavGroup[] }) {
  return (
    <nav aria-label={label} className="space-y-4 py-4">
      {groups.map(({ heading, items }) => (
        <div key={items[0]?.href ?? heading}>
          {heading ? <p className="px-4 pb-1 font-semibold text-muted text-sm">{heading}</p> : null}
          <ul>
            {items.map((item) => (
              <li key={item.href}>
                <a
                  href={item.href}
                  aria-current={item.current ? 'page' : undefined}
                  className={`flex min-h-10 items-center justify-between gap-2 border-l-4 px-3 py-1 hover:bg-city-tint pointer-coarse:min-h-11 ${item.current ? 'border-city-strong bg-city-tint font-semibold' : 'border-transparent forced-colors:border-[Canvas]'}`}
                >
                  {item.label}
                  {item.count ? (
                    <span className="rounded-full bg-due-tint px-2 font-semibold text-due text-sm tabular-nums">
                      <span aria-hidden={item.countLabel ? true : undefined}>{item.count}</span>
                      {item.countLabel ? <span className="sr-only">{item.countLabel}</span> : null}
                    </span>
                  ) : null}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}
