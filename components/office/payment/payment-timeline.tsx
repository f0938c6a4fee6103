import { getTranslations } from 'next-intl/server'
import { Timeline, type TimelineTone } from '#components/ui/timeline'
import { formatDateTimeToSecond } from '#lib/i18n/format'
import { sentences } from '#lib/i18n/sentences'
import { type AttemptState, attemptStates } from '#lib/payment/edges.rules'
import type { AttemptEvent, PaymentHistory } from '#lib/payment/history/payment.queries'

type EventName = keyof typeof sentences.office.event
type ActorKind = keyof typeof sentences.office.actor

const isEventName = (text: string): text is EventName => Object.hasOwn(sentences.office.event, text)
const isActorKind = (text: string): text is ActorKind => Object.hasOwn(sentences.office.actor, text)

const tones: Record<AttemptState, TimelineTone> = {
  prepared: 'waiting',
  unknown: 'current',
  waiting: 'current',
  paid: 'done',
  cancelled: 'waiting',
  refused: 'failed',
  disputed: 'failed',
  expired: 'waiting',
  left: 'waiting',
}

/** Only the newest step can still be under way; an older one like it is behind us. */
function toneOf(state: string, isNewest: boolean): TimelineTone {
  const known = attemptStates.find((one) => one === state)
  const tone = known ? tones[known] : 'waiting'
  return tone === 'current' && !isNewest ? 'done' : tone
}

/** What happened to the attempt to the second, oldest first, with who did it. */
export async function PaymentTimeline({
  history: { attempt, events, companyName },
}: {
  history: PaymentHistory
}) {
  const t = await getTranslations('office')
  const who = ({ actorKind, actorId }: AttemptEvent) =>
    t(`actor.${isActorKind(actorKind) ? actorKind : 'other'}`, {
      name: actorKind === 'gateway' ? companyName : actorId,
    })
  return (
    <Timeline
      steps={[
        {
          id: 'begun',
          title: t('begun'),
          tone: 'done',
          time: formatDateTimeToSecond(attempt.createdAt),
        },
        ...events.map((event, index) => ({
          id: String(event.id),
          title: isEventName(event.event) ? t(`event.${event.event}`) : event.event,
          tone: toneOf(event.toState, index === events.length - 1),
          time: formatDateTimeToSecond(event.at),
          note: who(event),
        })),
      ]}
    />
  )
}
