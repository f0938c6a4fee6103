import { Icon, type IconName } from '#components/ui/icon'

export type StampTone = 'ok' | 'due' | 'overdue' | 'unknown' | 'neutral'

const tones: Record<StampTone, { icon: IconName; look: string }> = {
  ok: { icon: 'check', look: 'text-ok' },
  due: { icon: 'clock', look: 'text-due-mark' },
  overdue: { icon: 'warning', look: 'text-overdue' },
  unknown: { icon: 'question', look: 'text-info' },
  neutral: { icon: 'dash', look: 'text-muted' },
}

interface StampProps {
  tone: StampTone
  icon?: IconName
  /** Comes down on the paper once; stands still under reduced motion. */
  struck?: boolean
}

/** The office's round stamp, put on a sentence that stands beside it. Decorative. */
export function Stamp({ tone, icon = tones[tone].icon, struck = false }: StampProps) {
  return (
    <span
      className={`relative grid size-18 shrink-0 -rotate-8 place-items-center sm:size-28 ${tones[tone].look} ${struck ? 'motion-safe:animate-stamp' : ''}`}
      aria-hidden="true"
    >
      <svg
        width="72"
        height="72"
        viewBox="0 0 112 112"
        className="absolute inset-0 size-full"
        fill="none"
        stroke="currentColor"
        aria-hidden="true"
        focusable="false"
      >
        <circle cx="56" cy="56" r="53" strokeWidth="3" />
        <circle cx="56" cy="56" r="44" strokeWidth="9" strokeDasharray="1.6 4.4" opacity="0.75" />
        <circle cx="56" cy="56" r="35" strokeWidth="1.5" />
      </svg>
      <Icon name={icon} className="size-8 sm:size-12" />
    </span>
  )
}
