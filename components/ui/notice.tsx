import type { ReactNode } from 'react'
import { Heading, type HeadingLevel } from '#components/ui/heading'
import { Icon, type IconName } from '#components/ui/icon'
import { words } from '#components/ui/words'

type NoticeTone = 'info' | 'success' | 'warning' | 'danger'

const tones: Record<NoticeTone, { icon: IconName; look: string; mark: string }> = {
  info: { icon: 'info', look: 'border-info bg-info-tint', mark: 'text-info' },
  success: { icon: 'check', look: 'border-ok bg-ok-tint', mark: 'text-ok' },
  warning: { icon: 'warning', look: 'border-due-mark bg-due-tint', mark: 'text-due' },
  danger: { icon: 'cross', look: 'border-overdue bg-overdue-tint', mark: 'text-overdue' },
}

interface NoticeProps {
  tone: NoticeTone
  heading: ReactNode
  headingLevel?: HeadingLevel
  children?: ReactNode
}

/** A message with an icon, a heading that carries the meaning, and an explanation. */
export function Notice({ tone, heading, headingLevel = 2, children }: NoticeProps) {
  const { icon, look, mark } = tones[tone]
  return (
    <div className={`flex gap-3 rounded-lg border-2 border-l-8 px-4 py-4 sm:gap-4 sm:px-5 ${look}`}>
      <span className={`pt-0.5 ${mark}`}>
        <Icon name={icon} />
      </span>
      <div className="min-w-0 flex-1 space-y-2">
        <Heading level={headingLevel} size="sm">
          {heading}
        </Heading>
        {children ? <div className="space-y-3">{words(children)}</div> : null}
      </div>
    </div>
  )
}
