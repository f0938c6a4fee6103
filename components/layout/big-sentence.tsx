import type { ReactNode } from 'react'
import { Heading } from '#components/ui/heading'
import { Slip } from '#components/ui/slip'
import { Stamp, type StampTone } from '#components/ui/stamp'
import { words } from '#components/ui/words'

export type BigSentenceTone = 'ok' | 'owed' | 'overdue' | 'unknown'

const stamps: Record<BigSentenceTone, StampTone> = {
  ok: 'ok',
  owed: 'due',
  overdue: 'overdue',
  unknown: 'unknown',
}

interface BigSentenceProps {
  tone: BigSentenceTone
  /** The one sentence the person came for, the page's first heading. */
  heading: ReactNode
  supporting?: ReactNode
  /** What to do now, on the stub. */
  action?: ReactNode
}

/** The one sentence first: whether something is owed, how much and until when. */
export function BigSentence({ tone, heading, supporting, action }: BigSentenceProps) {
  return (
    <Slip tone={stamps[tone]} stub={action}>
      <div className="flex flex-col-reverse gap-4 sm:flex-row sm:items-center sm:justify-between sm:gap-8">
        <div className="min-w-0">
          {/* The unknown state needs a longer sentence; it must not shout. */}
          <Heading level={1} size={tone === 'unknown' ? 'xl' : 'display'}>
            {heading}
          </Heading>
          {supporting ? <div className="mt-3 space-y-2 text-lg sm:mt-4">{words(supporting)}</div> : null}
        </div>
        <Stamp tone={stamps[tone]} />
      </div>
    </Slip>
  )
}
