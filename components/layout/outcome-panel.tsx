import type { ReactNode } from 'react'
import { Heading } from '#components/ui/heading'
import type { IconName } from '#components/ui/icon'
import { Slip } from '#components/ui/slip'
import { Stamp, type StampTone } from '#components/ui/stamp'
import { words } from '#components/ui/words'

export type OutcomeTone = 'success' | 'progress' | 'neutral' | 'failure'

const looks: Record<OutcomeTone, { stamp: StampTone; icon: IconName }> = {
  success: { stamp: 'ok', icon: 'check' },
  progress: { stamp: 'due', icon: 'clock' },
  neutral: { stamp: 'neutral', icon: 'dash' },
  failure: { stamp: 'overdue', icon: 'cross' },
}

interface OutcomePanelProps {
  tone: OutcomeTone
  heading: ReactNode
  /** Whether money was taken, in one or two sentences. */
  sentence: ReactNode
  /** Details under the sentence: a receipt, a progress line. */
  children?: ReactNode
  /** What can be done now, in a `ButtonRow`. */
  actions?: ReactNode
}

/** How it ended, filling the page; the first heading of its page. */
export function OutcomePanel({ tone, heading, sentence, children, actions }: OutcomePanelProps) {
  const { stamp, icon } = looks[tone]
  return (
    <Slip tone={stamp} stub={actions}>
      <Stamp tone={stamp} icon={icon} struck={tone === 'success'} />
      <div className="mt-5">
        <Heading level={1} size="display">
          {heading}
        </Heading>
      </div>
      <div className="mt-3 space-y-2 text-lg sm:mt-4">{words(sentence)}</div>
      {children ? <div className="mt-6 space-y-4">{children}</div> : null}
    </Slip>
  )
}
