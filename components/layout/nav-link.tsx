interface NavLinkProps {
  href: string
  /** The page we stand on, or a page below it. */
  current?: boolean
  children: string
}

/** One link of the header's navigation, on the coloured field. */
export function NavLink({ href, current = false, children }: NavLinkProps) {
  return (
    <a
      href={href}
      aria-current={current ? 'page' : undefined}
      className={`inline-flex min-h-11 items-center border-b-4 px-1 underline-offset-4 hover:underline ${current ? 'border-current font-semibold' : 'border-transparent forced-colors:border-[Canvas]'}`}
    >
      {children}
    </a>
  )
}
