import type { ReactNode } from 'react'
import type { StampTone } from '#components/ui/stamp'

const edges: Record<StampTone, string> = {
  ok: 'border-ok',
  due: 'border-due-mark',
  overdue: 'border-overdue',
  unknown: 'border-info',
  neutral: 'border-line-strong',
}

interface SlipProps {
  tone: StampTone
  /** Below the perforation: what to do now. */
  stub?: ReactNode
  children: ReactNode
}

/** A payment slip: the message above, the action on the stub below the perforation. */
export function Slip({ tone, stub, children }: SlipProps) {
  return (
    <section className="drop-shadow-[0_6px_14px_rgb(10_24_40/0.16)] print:drop-shadow-none">
      <div
        className={`rounded-t-lg border-t-8 bg-surface px-5 pt-6 pb-6 sm:px-9 sm:pt-9 sm:pb-8 ${edges[tone]} ${stub ? 'slip-sheet' : 'rounded-b-lg'}`}
      >
        {children}
      </div>
      {stub ? (
        <div
          className="slip-stub relative rounded-b-lg bg-surface px-5 pt-6 pb-6 sm:px-9 sm:pb-7"
          data-print="no"
        >
          {stub}
        </div>
      ) : null}
    </section>
  )
}
