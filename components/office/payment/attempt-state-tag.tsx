import { StatusTag, type StatusTone } from '#components/ui/status-tag'
import type { AttemptState } from '#lib/payment/edges.rules'

const tones: Record<AttemptState, StatusTone> = {
  prepared: 'neutral',
  unknown: 'unknown',
  waiting: 'due',
  paid: 'ok',
  cancelled: 'neutral',
  refused: 'neutral',
  disputed: 'overdue',
  expired: 'neutral',
  left: 'neutral',
}

/** Where an attempt stands, in the office's word for it. */
export function AttemptStateTag({ state, children }: { state: AttemptState; children: string }) {
  return <StatusTag tone={tones[state]}>{children}</StatusTag>
}
