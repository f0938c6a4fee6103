import { Icon } from '#components/ui/icon'

interface SiteFooterProps {
  contactHeading: string
  /** The name and address of the office, line by line. */
  address: readonly string[]
  phone: { label: string; href: string } | null
  email: { label: string; href: string } | null
  hoursHeading: string
  hours: readonly { days: string; times: string }[]
  linksHeading: string
  links: readonly { href: string; label: string }[]
  /** A last line, e.g. who runs the portal. */
  note?: string
}

const link = 'inline-flex min-h-11 items-center gap-2 underline underline-offset-4 hover:decoration-3'

/** A person behind the portal: telephone, e-mail and when the office is open, then the duties. */
export function SiteFooter(props: SiteFooterProps) {
  return (
    <footer className="border-city border-t-4 bg-sunken" data-print="no">
      <div className="mx-auto grid max-w-wide gap-8 px-4 py-10 sm:grid-cols-2 sm:px-6 lg:grid-cols-3">
        <div>
          <h2 className="font-bold">{props.contactHeading}</h2>
          <p className="mt-2">
            {props.address.map((line) => (
              <span key={line} className="block">
                {' '}
                {line}
              </span>
            ))}
          </p>
          <ul className="mt-1">
            {props.phone ? (
              <li>
                <a href={props.phone.href} className={`${link} font-semibold text-lg`}>
                  <Icon name="phone" className="size-5" />
                  {props.phone.label}
                </a>
              </li>
            ) : null}
            {props.email ? (
              <li>
                <a href={props.email.href} className={`${link} break-all`}>
                  <Icon name="letter" className="size-5" />
                  {props.email.label}
                </a>
              </li>
            ) : null}
          </ul>
        </div>
        <div>
          <h2 className="font-bold">{props.hoursHeading}</h2>
          <dl className="mt-2 max-w-xs">
            {props.hours.map(({ days, times }) => (
              <div key={days} className="flex flex-wrap justify-between gap-x-4 py-0.5">
                <dt>{days}</dt>
                <dd className="tabular-nums">{times}</dd>
              </div>
            ))}
          </dl>
        </div>
        <nav aria-labelledby="o-portalu">
          <h2 id="o-portalu" className="font-bold">
            {props.linksHeading}
          </h2>
          <ul className="mt-1">
            {props.links.map(({ href, label }) => (
              <li key={href}>
                <a href={href} className={link}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {props.note ? <p className="text-muted text-sm sm:col-span-full">{props.note}</p> : null}
      </div>
    </footer>
  )
}
