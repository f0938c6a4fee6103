import type { ReactNode } from 'react'
import { Icon, type IconName } from '#components/ui/icon'

interface DoorProps {
  href: string
  icon: IconName
  heading: string
  /** One sentence: what happens behind it. */
  children: ReactNode
}

/** One of the equal ways in from the home page; the whole card is the link. */
export function Door({ href, icon, heading, children }: DoorProps) {
  return (
    <section className="group relative flex flex-col rounded-lg border border-line border-b-4 border-b-city-strong bg-surface px-5 py-5 shadow-card hover:bg-city-tint sm:px-7 sm:py-7">
      <div className="flex items-center gap-4 sm:flex-col sm:items-start">
        <span className="grid size-14 shrink-0 place-items-center rounded-full bg-city-strong text-city-strong-on sm:size-16">
          <Icon name={icon} className="size-7 sm:size-8" />
        </span>
        <h2 className="min-w-0 flex-1 font-bold text-xl tracking-tight sm:text-2xl">
          <a href={href} className="link after:absolute after:inset-0 after:rounded-lg">
            {heading}
          </a>
        </h2>
      </div>
      <div className="mt-3 flex items-end justify-between gap-4 sm:grow">
        <p className="min-w-0 self-start">{children}</p>
        <span className="text-city-strong transition-transform group-hover:translate-x-1 motion-reduce:transform-none">
          <Icon name="chevron" className="size-7" />
        </span>
      </div>
    </section>
  )
}

/** Doors side by side on a desk, one under another on a phone, always of one size. */
export function Doors({ children }: { children: ReactNode }) {
  return <div className="grid gap-4 sm:grid-cols-2 sm:gap-6">{children}</div>
}
