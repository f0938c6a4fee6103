import { Icon } from '#components/ui/icon'

/** One step back, named after the place it leads to. Takes the colour of its surroundings. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <a
      href={href}
      className="inline-flex min-h-11 items-center gap-2 rounded-sm pr-2 underline underline-offset-4 hover:decoration-3"
      data-print="no"
    >
      <Icon name="back" className="size-5" />
      {children}
    </a>
  )
}

interface BreadcrumbProps {
  /** The name of the navigation for a screen reader, e.g. „Kde jste“. */
  label: string
  /** From the top; the last one is the page itself and is no link. */
  steps: readonly { href: string; label: string }[]
}

/** The path from the top to this page. */
export function Breadcrumb({ label, steps }: BreadcrumbProps) {
  return (
    <nav aria-label={label} className="text-sm">
      <ol className="flex flex-wrap items-center gap-x-1.5">
        {steps.map(({ href, label: name }, index) => (
          <li key={href} className="inline-flex min-h-8 items-center gap-1.5">
            {index > 0 ? <Icon name="chevron" className="size-3.5 text-muted" /> : null}
            {index === steps.length - 1 ? (
              <span aria-current="page" className="text-muted">
                {name}
              </span>
            ) : (
              <a href={href} className="link inline-flex min-h-8 items-center">
                {name}
              </a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
