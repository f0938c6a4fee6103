import type { ReactNode } from 'react'
import { Icon, type IconName } from '#components/ui/icon'
import { words } from '#components/ui/words'

export type TimelineTone = 'done' | 'current' | 'waiting' | 'failed'

const tones: Record<TimelineTone, { icon: IconName; look: string }> = {
  done: { icon: 'check', look: 'border-ok bg-ok-tint text-ok' },
  current: { icon: 'clock', look: 'border-due bg-due-tint text-due' },
  waiting: { icon: 'dash', look: 'border-line-strong bg-surface text-muted' },
  failed: { icon: 'cross', look: 'border-overdue bg-overdue-tint text-overdue' },
}

export interface TimelineStep {
  id: string
  title: ReactNode
  tone: TimelineTone
  /** Already formatted. */
  time?: string
  note?: ReactNode
}

/** Steps in order of time, joined by a line. */
export function Timeline({ steps }: { steps: readonly TimelineStep[] }) {
  return (
    <ol className="space-y-0">
      {steps.map(({ id, title, tone, time, note }) => (
        <li
          key={id}
          className="relative flex gap-3 pb-5 before:absolute before:top-8 before:bottom-0 before:left-3.75 before:w-0.5 before:bg-line last:pb-0 last:before:hidden"
        >
          <span
            className={`grid size-8 shrink-0 place-items-center rounded-full border-2 ${tones[tone].look}`}
          >
            <Icon name={tones[tone].icon} className="size-4" />
          </span>
          <div className="min-w-0 pt-0.5">
            <p className={tone === 'waiting' ? 'text-muted' : 'font-semibold'}>{words(title)}</p>
            {time ? <p className="text-muted text-sm tabular-nums">{words(time)}</p> : null}
            {note ? <div className="text-muted text-sm">{words(note)}</div> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
