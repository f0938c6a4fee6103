import { words } from '#components/ui/words'

const sizes = {
  inline: 'font-semibold',
  large: 'text-xl font-bold',
  big: 'text-3xl sm:text-4xl font-bold tracking-tight',
}

/** An amount, already formatted with non-breaking spaces (e.g. `1 440 Kč`); it never breaks and digits line up. */
export function Amount({ children, size = 'inline' }: { children: string; size?: keyof typeof sizes }) {
  return <span className={`whitespace-nowrap tabular-nums ${sizes[size]}`}>{words(children)}</span>
}
