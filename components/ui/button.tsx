import type { ComponentProps, ReactNode } from 'react'
import { Icon, type IconName } from '#components/ui/icon'
import { Spinner } from '#components/ui/spinner'
import { words } from '#components/ui/words'

type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger'

const base =
  'relative inline-flex min-h-11 max-w-full items-center justify-center gap-2 rounded-md border-2 px-5 py-2 text-center font-semibold leading-tight transition-[background-color] aria-disabled:cursor-progress'

const looks: Record<ButtonLook, string> = {
  primary:
    'border-transparent bg-city-strong text-city-strong-on hover:bg-[color-mix(in_oklab,var(--city-strong)_84%,var(--ink))]',
  secondary: 'border-city-strong bg-surface text-city-strong hover:bg-city-tint',
  quiet:
    'border-transparent bg-transparent text-city-strong underline underline-offset-4 hover:bg-city-tint hover:decoration-2',
  danger: 'border-overdue bg-surface text-overdue hover:bg-overdue-tint',
}

interface Shared {
  look?: ButtonLook
  icon?: IconName
  /** Full width on a phone (the default), always, or never. */
  width?: 'phone' | 'full' | 'own'
  /** The one action of the page: taller and larger. */
  large?: boolean
  children: ReactNode
}

function classes({ look = 'primary', width = 'phone', large = false }: Omit<Shared, 'children'>): string {
  const widths = { phone: 'w-full sm:w-auto', full: 'w-full', own: '' }
  return `${base} ${looks[look]} ${widths[width]} ${large ? 'min-h-14 px-7 text-lg' : ''}`
}

type ButtonProps = Shared & Omit<ComponentProps<'button'>, 'className' | 'style'> & { pending?: boolean }

/** A button. While `pending` it stays focusable, says so to assistive technology and shows a turning ring. */
export function Button({ look, icon, width, large, pending = false, children, ...rest }: ButtonProps) {
  return (
    <button
      type="submit"
      {...rest}
      className={classes({ look, width, large })}
      aria-disabled={pending || undefined}
      aria-busy={pending || undefined}
    >
      {pending ? <Spinner /> : icon ? <Icon name={icon} className="size-5" /> : null}
      <span>{words(children)}</span>
    </button>
  )
}

type LinkButtonProps = Shared & Omit<ComponentProps<'a'>, 'className' | 'style'> & { href: string }

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function LinkButton({ look, icon, width, large, children, ...rest }: LinkButtonProps) {
  return (
    <>
      <a {...rest} className={classes({ look, width, large })}>
        {icon ? <Icon name={icon} className="size-5" /> : null}
        <span>{words(children)}</span>
      </a>
      {/* Where no style parts it from the next one. */}{' '}
    </>
  )
}

/** Actions in one row on a desk, stacked on a phone, the main one first. */
export function ButtonRow({ children }: { children: ReactNode }) {
  return (
    <div className="flex flex-col gap-3 sm:flex-row sm:flex-wrap sm:items-center" data-print="no">
      {children}
    </div>
  )
}
