import { getTranslations } from 'next-intl/server'
import { Card } from '#components/ui/card'
import { Heading } from '#components/ui/heading'
import { formatDateTime } from '#lib/i18n/format'
import type { GatewayMessage } from '#lib/payment/history/payment.queries'

/** The raw messages exchanged with the gateway; without the permission, a sentence about it. */
export async function GatewayMessages({ messages }: { messages: readonly GatewayMessage[] | null }) {
  const t = await getTranslations('office')
  const sentence =
    messages === null ? t('messagesHidden') : t(messages.length === 0 ? 'messagesEmpty' : 'messagesNote')
  return (
    <Card heading={t('messagesHeading')}>
      <p className="text-muted">{sentence}</p>
      <ol className="divide-y divide-line">
        {messages?.map((message) => (
          <Message key={message.id} message={message} />
        ))}
      </ol>
    </Card>
  )
}

async function Message({ message }: { message: GatewayMessage }) {
  const t = await getTranslations('office')
  const kind = t(`messageKind.${message.kind}`)
  const first = formatDateTime(message.firstAt)
  const when =
    message.times > 1 ? t('messageRepeated', { first, last: formatDateTime(message.lastAt) }) : first
  return (
    <li className="py-4 last:pb-0">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <Heading level={3} size="sm">
          {kind}
        </Heading>
        <p className="text-muted text-sm">
          {message.times > 1 ? `${t('messageTimes', { count: message.times })}, ` : ''}
          {when}
        </p>
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={`${kind}, ${when}`}
        className="mt-2 max-h-80 overflow-auto rounded border border-line bg-sunken p-3"
      >
        <pre className="whitespace-pre-wrap break-all font-mono text-sm">{message.body}</pre>
      </section>
    </li>
  )
}
