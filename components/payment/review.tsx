import { getTranslations } from 'next-intl/server'
import { claimMark, claimTitle } from '#components/assessment/claim-title'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { type LabelledPreview, LawNotice } from '#components/payment/law-notice'
import { type PayAction, PayForm } from '#components/payment/pay-form'
import { Amount } from '#components/ui/amount'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { DefinitionList } from '#components/ui/definition-list'
import { Notice } from '#components/ui/notice'
import { type ClaimView, remainingHal } from '#lib/assessment/rules'
import { formatKc, sumHal } from '#lib/core/money'

interface ReviewProps {
  claims: readonly ClaimView[]
  preview: LabelledPreview
  orderId: string
  email: string
  /** Whose page takes the card, or what the city says while none does. */
  card: { companyName: string; isBroken: boolean } | { offSentence: string | null }
  action: PayAction
}

/** What is about to be paid, where the crowns will go by law, and the button that carries the amount. */
export async function Review({ claims, preview, orderId, email, card, action }: ReviewProps) {
  const t = await getTranslations('payment')
  const common = await getTranslations('common')
  const back = { href: '/prehled', label: common('backToOverview') }
  if (claims.length === 0) {
    return (
      <PageBody masthead={<Masthead back={back} heading={t('reviewHeading')} />}>
        <Notice tone="info" heading={t('reviewNothing')}>
          <ButtonRow>
            <LinkButton href="/prehled" look="secondary">
              {t('cancel')}
            </LinkButton>
          </ButtonRow>
        </Notice>
      </PageBody>
    )
  }
  const totalHal = sumHal(claims.map(remainingHal))
  const lines = await Promise.all(
    claims.map(async (claim) => {
      const mark = await claimMark(claim, claims)
      const note = [claim.isForAnother ? claim.payerName : null, mark].filter(Boolean).join(' · ')
      return {
        id: claim.assessmentId,
        term: await claimTitle(claim),
        value: <Amount>{formatKc(remainingHal(claim))}</Amount>,
        ...(note ? { note } : {}),
      }
    }),
  )
  return (
    <PageBody masthead={<Masthead back={back} heading={t('reviewHeading')} lead={t('reviewLead')} />}>
      <Card>
        <DefinitionList
          amounts
          items={[
            ...lines,
            { term: t('total'), value: <Amount size="large">{formatKc(totalHal)}</Amount>, strong: true },
          ]}
        />
      </Card>
      <LawNotice preview={preview} />
      {'companyName' in card && card.isBroken ? (
        <Notice tone="warning" heading={t('cardBrokenHeading')}>
          <p>{t('cardBroken', { company: card.companyName })}</p>
        </Notice>
      ) : null}
      {'offSentence' in card ? (
        <Notice tone="warning" heading={t('cardOffHeading')}>
          <p>{card.offSentence ?? t('cardOff')}</p>
        </Notice>
      ) : (
        <Card>
          <PayForm
            action={action}
            orderId={orderId}
            assessmentIds={claims.map((claim) => claim.assessmentId)}
            amountHal={String(totalHal)}
            email={email}
            words={{
              errorHeading: common('errorHeading'),
              emailLabel: t('emailLabel'),
              emailHint: t('emailHint'),
              pay: t('payByCard', { amount: formatKc(totalHal) }),
            }}
          >
            <p>{t('redirect', { company: card.companyName })}</p>
          </PayForm>
        </Card>
      )}
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        {'companyName' in card ? <p>{t('transferHeading')}</p> : null}
        <ButtonRow>
          <LinkButton
            href={`/prevod?${claims.map((claim) => `predpis=${claim.assessmentId}`).join('&')}`}
            look="secondary"
            icon="qr"
          >
            {t('payByTransfer')}
          </LinkButton>
        </ButtonRow>
      </div>
    </PageBody>
  )
}
