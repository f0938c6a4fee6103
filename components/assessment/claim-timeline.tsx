import { getTranslations } from 'next-intl/server'
import { Timeline } from '#components/ui/timeline'
import type { ClaimMovement } from '#lib/assessment/claims.queries'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'

/** What happened on a claim, oldest first: assessed, corrected, paid and by which way. */
export async function ClaimTimeline({ movements }: { movements: readonly ClaimMovement[] }) {
  const t = await getTranslations('overview')
  const words = (movement: ClaimMovement): string => {
    const isDown = movement.amountHal < 0n
    const amount = formatKc(isDown ? -movement.amountHal : movement.amountHal)
    switch (movement.kind) {
      case 'payment':
        return t('movement.payment', { amount, way: movement.way ? t(`way.${movement.way}`) : '' })
      case 'assessment':
        return t('movement.assessment', { amount })
      case 'cancellation':
        return movement.side === 'debit'
          ? t('movement.cancellation')
          : t('movement.allocationDown', { amount })
      case 'paid_elsewhere':
        return isDown ? t('movement.paidElsewhereDown', { amount }) : t('movement.paid_elsewhere', { amount })
      case 'chargeback':
        return t('movement.chargeback', { amount })
      case 'reversal':
        if (movement.side === 'credit' && isDown) return t('movement.takenBack', { amount })
        return t(movement.side === 'debit' ? 'movement.correctionUp' : 'movement.allocation', { amount })
      case 'allocation':
      case 'credit_transfer':
      case 'correction':
        if (movement.side === 'debit') {
          return isDown ? t('movement.correctionDown', { amount }) : t('movement.correctionUp', { amount })
        }
        return isDown ? t('movement.allocationDown', { amount }) : t('movement.allocation', { amount })
    }
  }
  return (
    <Timeline
      steps={movements.map((movement, index) => ({
        id: String(index),
        title: words(movement),
        tone: 'done',
        time:
          movement.kind === 'assessment' || movement.kind === 'chargeback'
            ? t('movement.booked', { date: formatDate(movement.bookedOn) })
            : formatDate(movement.effectiveOn),
        ...(movement.kind === 'payment' && movement.way === 'bank_button' && movement.dayIsProvisional
          ? { note: t('movement.provisional') }
          : {}),
      }))}
    />
  )
}
