import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { AttemptStateTag } from '#components/office/payment/attempt-state-tag'
import { GatewayMessages } from '#components/office/payment/gateway-messages'
import { JournalEntries } from '#components/office/payment/journal-entries'
import { OrderItems } from '#components/office/payment/order-items'
import { PaymentFacts } from '#components/office/payment/payment-facts'
import { PaymentTimeline } from '#components/office/payment/payment-timeline'
import { Card } from '#components/ui/card'
import { Notice } from '#components/ui/notice'
import { formatDateTime } from '#lib/i18n/format'
import type { PaymentHistory } from '#lib/payment/history/payment.queries'

/** The whole history of one payment, what matters most first; what settlements say of it stands beside. */
export async function PaymentHistoryView({
  history,
  children,
}: {
  history: PaymentHistory
  children?: ReactNode
}) {
  const t = await getTranslations('office')
  const { state } = history.attempt
  const needsPerson = state === 'disputed' || state === 'unknown'
  return (
    <>
      <Notice
        tone={state === 'paid' ? 'success' : needsPerson ? 'warning' : 'info'}
        heading={t(`stateMeaning.${state}`)}
      />
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid min-w-0 gap-5">
          <Card heading={t('factsHeading')}>
            <PaymentFacts history={history} />
          </Card>
          <Card heading={t('orderHeading')} flush>
            <OrderItems items={history.items} isNamed={history.remitter !== null} />
          </Card>
          <JournalEntries entries={history.journal} />
        </div>
        <div className="grid min-w-0 gap-5">
          {children}
          <Card heading={t('timelineHeading')}>
            <PaymentTimeline history={history} />
          </Card>
          <Mails mails={history.mails} />
          {history.siblings.length > 0 ? <Siblings siblings={history.siblings} /> : null}
        </div>
      </div>
      <GatewayMessages messages={history.messages} />
    </>
  )
}

async function Mails({ mails }: Pick<PaymentHistory, 'mails'>) {
  const t = await getTranslations('office')
  return (
    <Card heading={t('mailsHeading')}>
      {mails.length === 0 ? <p className="text-muted">{t('mailsEmpty')}</p> : null}
      <ul className="space-y-2">
        {mails.map((mail) => (
          <li key={mail.id}>
            <p>
              {t('mailReceived')}: <span className="font-semibold">{t(`mailState.${mail.state}`)}</span>
            </p>
            <p className="text-muted text-sm">{formatDateTime(mail.sentAt ?? mail.createdAt)}</p>
          </li>
        ))}
      </ul>
    </Card>
  )
}

async function Siblings({ siblings }: Pick<PaymentHistory, 'siblings'>) {
  const t = await getTranslations('office')
  return (
    <Card heading={t('siblingsHeading')}>
      <ul className="space-y-2">
        {siblings.map((sibling) => (
          <li key={sibling.id} className="flex flex-wrap items-center gap-x-3">
            <a
              href={`/urad/platby/${sibling.id}`}
              className="link inline-flex min-h-8 items-center tabular-nums"
            >
              {sibling.reference}
            </a>
            <AttemptStateTag state={sibling.state}>{t(`state.${sibling.state}`)}</AttemptStateTag>
            <span className="text-muted text-sm">{formatDateTime(sibling.createdAt)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
