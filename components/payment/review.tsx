import { getTranslations } from 'next-intl/server'
import { claimTitle } from '#components/assessment/claim-title'
import { Masthead } from '#components/layout/masthead'
import { PageBody } from '#components/layout/page-body'
import { type PayAction, PayForm } from '#components/payment/pay-form'
import { Amount } from '#components/ui/amount'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Card } from '#components/ui/card'
import { DefinitionList } from '#components/ui/definition-list'
import { Notice } from '#components/ui/notice'
import { type ClaimView, remainingHal } from '#lib/assessment/rules'
import { formatKc, sumHal } from '#lib/core/money'
import type { Preview } from '#lib/payment/preview'

type Label = Pick<ClaimView, 'feeKindName' | 'period' | 'component'>

interface ReviewProps {
  claims: readonly ClaimView[]
  preview: Preview & { labels: ReadonlyMap<string, Label> }
  orderId: string
  email: string
  /** Whose page takes the card, or what the city says while none does. */
  card: { companyName: string } | { offSentence: string | null }
  phone: string
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
    claims.map(async (claim) => ({
      term: await claimTitle(claim),
      value: <Amount>{formatKc(remainingHal(claim))}</Amount>,
      ...(claim.isForAnother ? { note: claim.payerName } : {}),
    })),
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
      {preview.differsFromChoice ? <LawNotice preview={preview} /> : null}
      {'offSentence' in card ? (
        <Notice tone="warning" heading={t('cardOffHeading')}>
          <p>{card.offSentence ?? t('cardOff')}</p>
          <TransferLinks claims={claims} titles={lines.map((line) => line.term)} />
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
      {'companyName' in card && claims.length === 1 && claims[0] ? (
        <p>
          {t('transferHeading')}{' '}
          <a className="link" href={`/predpisy/${claims[0].assessmentId}`}>
            {t('payByTransfer')}
          </a>
        </p>
      ) : null}
    </PageBody>
  )
}

/** One transfer carries one variable symbol, so each claim has its own instructions. */
async function TransferLinks({
  claims,
  titles,
}: {
  claims: readonly ClaimView[]
  titles: readonly string[]
}) {
  const t = await getTranslations('payment')
  return (
    <ul className="mt-2 list-disc space-y-1 pl-5">
      {claims.map((claim, index) => (
        <li key={claim.assessmentId}>
          <a className="link" href={`/predpisy/${claim.assessmentId}`}>
            {t('payByTransferWhat', { what: titles[index] ?? '' })}
          </a>
        </li>
      ))}
    </ul>
  )
}

async function LawNotice({ preview }: Pick<ReviewProps, 'preview'>) {
  const t = await getTranslations('payment')
  const lines = await Promise.all(
    preview.parts.map(async (part) => {
      const label = preview.labels.get(part.assessmentId)
      const what = label ? await claimTitle(label) : ''
      return {
        id: part.assessmentId,
        goes: t('lawLine', { amount: formatKc(part.amountHal), what }),
        left: part.leftHal > 0n ? t('otherLeft', { what, amount: formatKc(part.leftHal) }) : null,
      }
    }),
  )
  return (
    <Notice tone="warning" heading={t('olderDebtHeading')}>
      <p>{t('olderDebt')}</p>
      <ul className="mt-2 list-disc space-y-1 pl-5">
        {lines.map((line) => (
          <li key={line.id}>
            {line.goes}
            {line.left ? <>. {line.left}</> : null}
          </li>
        ))}
        {preview.creditHal > 0n ? <li>{t('creditLine', { amount: formatKc(preview.creditHal) })}</li> : null}
      </ul>
    </Notice>
  )
}
