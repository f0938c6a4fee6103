import type { ReactNode } from 'react'
import { Icon, type IconName } from '#components/ui/icon'

const look =
  'inline-flex min-h-11 shrink-0 items-center gap-2 whitespace-nowrap rounded-md border-2 border-current px-3 font-semibold underline-offset-4 hover:underline'

/** The way in, on the coloured field. */
export function HeaderLink({ href, icon, children }: { href: string; icon?: IconName; children: string }) {
  return (
    <a href={href} className={look} data-print="no">
      {icon ? <Icon name={icon} className="size-5" /> : null}
      {children}
    </a>
  )
}

/** The way out: the submit button of the caller's form. */
export function HeaderButton({ icon, children }: { icon?: IconName; children: string }) {
  return (
    <button type="submit" className={look}>
      {/* On the narrowest phones a long name needs the room more. */}
      {icon ? <Icon name={icon} className="hidden size-5 sm:block" /> : null}
      {children}
    </button>
  )
}

/** The name of the person signed in; long names wrap instead of pushing the page. */
export function SignedIn({ children }: { children: ReactNode }) {
  return (
    <span className="flex min-w-0 flex-[1_1_6.5rem] items-center gap-2 py-2 text-sm leading-tight sm:flex-initial sm:text-base">
      <Icon name="user" className="size-5" />
      <span className="wrap-anywhere min-w-0">{children}</span>
    </span>
  )
}
