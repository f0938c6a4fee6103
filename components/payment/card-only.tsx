import { getTranslations } from 'next-intl/server'
import { claimTitle } from '#components/assessment/claim-title'
import { ButtonRow, LinkButton } from '#components/ui/button'
import { Notice } from '#components/ui/notice'
import { remainingHal } from '#lib/assessment/rules'
import { formatKc, sumHal } from '#lib/core/money'
import type { TransferPlan } from '#lib/payment/transfer.rules'

interface CardOnlyProps {
  cardOnly: TransferPlan['cardOnly']
  phone: string
  /** Leave out the button where the page has one for the same claims. */
  withButton?: boolean
}

/** The claims that no transfer can pay, why, and what to do instead; nothing where there are none. */
export async function CardOnly({ cardOnly, phone, withButton = false }: CardOnlyProps) {
  if (cardOnly.length === 0) return null
  const t = await getTranslations('transfer')
  const lines = await Promise.all(
    cardOnly.map(async ({ claim, reason }) => ({
      id: claim.assessmentId,
      words: t(`cardOnly.${reason}`, { what: await claimTitle(claim), phone }),
    })),
  )
  const query = cardOnly.map(({ claim }) => `predpis=${claim.assessmentId}`).join('&')
  const amount = formatKc(sumHal(cardOnly.map(({ claim }) => remainingHal(claim))))
  return (
    <Notice tone="warning" heading={t('cardOnlyHeading')}>
      {lines.map((line) => (
        <p key={line.id}>{line.words}</p>
      ))}
      {withButton ? (
        <ButtonRow>
          <LinkButton href={`/zkontrolovat?${query}`} icon="card">
            {t('payByCard', { amount })}
          </LinkButton>
        </ButtonRow>
      ) : null}
    </Notice>
  )
}
