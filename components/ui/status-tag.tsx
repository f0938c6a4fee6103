import { Icon, type IconName } from '#components/ui/icon'

export type StatusTone = 'neutral' | 'ok' | 'due' | 'overdue' | 'unknown'

const tones: Record<StatusTone, { icon: IconName; look: string }> = {
  neutral: { icon: 'dash', look: 'bg-sunken text-ink' },
  ok: { icon: 'check', look: 'bg-ok-tint text-ok' },
  due: { icon: 'clock', look: 'bg-due-tint text-due' },
  overdue: { icon: 'warning', look: 'bg-overdue-tint text-overdue' },
  unknown: { icon: 'question', look: 'bg-info-tint text-info' },
}

/** A state in a word and a shape; the colour only helps. */
export function StatusTag({ tone, children }: { tone: StatusTone; children: string }) {
  const { icon, look } = tones[tone]
  return (
    <span
      className={`inline-flex max-w-full items-center gap-1 rounded px-1.5 py-0.5 font-semibold text-sm leading-snug print:px-0 ${look}`}
    >
      <Icon name={icon} className="size-4" />
      {children}
    </span>
  )
}
