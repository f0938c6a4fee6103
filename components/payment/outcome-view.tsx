import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { claimTitle } from '#components/assessment/claim-title'
import { OutcomePanel, type OutcomeTone } from '#components/layout/outcome-panel'
import { Amount } from '#components/ui/amount'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { DefinitionList } from '#components/ui/definition-list'
import { Checking } from '#components/ui/spinner'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import { maskEmail } from '#lib/i18n/mask-email'
import type { LaidMoney } from '#lib/payment/laid-money.queries'
import type { OrderView } from '#lib/payment/order/orders.queries'
import { type Outcome, paidAttempt } from '#lib/payment/outcome.rules'

interface OutcomeViewProps {
  outcome: Outcome
  order: OrderView
  /** Where the crowns went; null where the viewer only proved to have begun the payment. */
  laid: LaidMoney | null
  companyName: string
  /** Buttons under the sentence. */
  retryHref: string
  /** How to pay the same by transfer, where the viewer may see it. */
  transferHref?: string
  isSignedIn: boolean
}

const tones: Record<Outcome, OutcomeTone> = {
  paid: 'success',
  verifying: 'progress',
  failed: 'failure',
  cancelled: 'neutral',
  waiting: 'neutral',
}

/** The whole outcome: whether money was taken, where it went, what to do next. */
export async function OutcomeView(props: OutcomeViewProps) {
  const { outcome, order } = props
  const t = await getTranslations('payment')
  return (
    <OutcomePanel
      tone={tones[outcome]}
      heading={t(`${outcome}Heading`)}
      sentence={await sentence(props)}
      actions={<ButtonRow>{await actions(props)}</ButtonRow>}
    >
      {outcome === 'verifying' ? (
        <Checking>{t('verifyingAsk', { company: props.companyName })}</Checking>
      ) : null}
      {outcome === 'paid' && props.laid ? <Laid order={order} laid={props.laid} /> : null}
    </OutcomePanel>
  )
}

async function sentence({ outcome, order, laid }: OutcomeViewProps): Promise<ReactNode> {
  const t = await getTranslations('payment')
  if (outcome === 'verifying' && !order.receiptEmail) return <p>{t('verifyingTextHere')}</p>
  if (outcome !== 'paid') return <p>{t(`${outcome}Text`)}</p>
  const paid = paidAttempt(order)
  return (
    <>
      <p>
        {paid?.paidOn && paid.way === 'card'
          ? t('paid', { date: formatDate(paid.paidOn), amount: formatKc(order.amountHal) })
          : t('paidWithoutDay', { amount: formatKc(order.amountHal) })}{' '}
        {order.receiptEmail ? t('paidMail', { email: maskEmail(order.receiptEmail) }) : null}
      </p>
      {paid?.way === 'bank_button' ? <p className="mt-2">{t('paidBankButton')}</p> : null}
      {laid?.parts.some((part) => part.isToBeAssessed) ? <p className="mt-2">{t('paidLate')}</p> : null}
    </>
  )
}

async function actions({
  outcome,
  order,
  retryHref,
  transferHref,
  isSignedIn,
}: OutcomeViewProps): Promise<ReactNode> {
  const t = await getTranslations('payment')
  const common = await getTranslations('common')
  const overview = (look: 'primary' | 'secondary') => (
    <LinkButton href={isSignedIn ? '/prehled' : '/prihlaseni'} look={look}>
      {isSignedIn ? common('backToOverview') : common('logIn')}
    </LinkButton>
  )
  const waiting = order.attempts.find((attempt) => attempt.state === 'waiting')
  switch (outcome) {
    case 'paid':
      return (
        <>
          {overview('primary')}
          {isSignedIn ? (
            <LinkButton href={`/platby/${order.orderId}/potvrzeni`} look="secondary" icon="download">
              {t('pdf')}
            </LinkButton>
          ) : null}
        </>
      )
    case 'verifying':
      return (
        <>
          <LinkButton
            href={isSignedIn ? `/platby/${order.orderId}` : `/navrat/${order.orderId}`}
            look="secondary"
          >
            {t('verifyingReload')}
          </LinkButton>
          {waiting?.redirectUrl ? (
            <LinkButton href={waiting.redirectUrl} look="secondary">
              {t('verifyingContinue')}
            </LinkButton>
          ) : null}
          {overview('secondary')}
        </>
      )
    case 'waiting':
      return (
        <>
          {waiting?.redirectUrl ? (
            <LinkButton href={waiting.redirectUrl} icon="card">
              {t('waitingContinue')}
            </LinkButton>
          ) : isSignedIn ? (
            <LinkButton href={retryHref} icon="card">
              {t('waitingContinue')}
            </LinkButton>
          ) : null}
          {overview('secondary')}
        </>
      )
    default:
      return (
        <>
          {isSignedIn ? <LinkButton href={retryHref}>{t('retry')}</LinkButton> : null}
          {transferHref ? (
            <LinkButton href={transferHref} look="secondary" icon="qr">
              {t('payByTransfer')}
            </LinkButton>
          ) : null}
          {overview('secondary')}
        </>
      )
  }
}

async function Laid({ order, laid }: { order: OrderView; laid: LaidMoney }) {
  const t = await getTranslations('payment')
  const paid = paidAttempt(order)
  const lines = await Promise.all(
    laid.parts.map(async (part) => ({
      id: part.assessmentId,
      term: await claimTitle(part),
      note: part.payerName,
      value: <Amount>{formatKc(part.amountHal)}</Amount>,
    })),
  )
  return (
    <DefinitionList
      amounts
      items={[
        ...lines,
        ...(laid.creditHal > 0n
          ? [{ term: t('credit'), value: <Amount>{formatKc(laid.creditHal)}</Amount> }]
          : []),
        { term: t('reference'), value: paid?.reference ?? '' },
      ]}
    />
  )
}
