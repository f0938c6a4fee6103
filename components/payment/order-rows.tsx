import { getTranslations } from 'next-intl/server'
import { Amount } from '#components/ui/amount'
import { Row, RowList } from '#components/ui/row'
import { StatusTag } from '#components/ui/status-tag'
import { formatKc } from '#lib/core/money'
import { formatDateTime } from '#lib/i18n/format'
import type { OrderView } from '#lib/payment/order/orders.queries'
import { type Outcome, outcomeOf } from '#lib/payment/outcome.rules'

const tones = {
  paid: 'ok',
  verifying: 'unknown',
  failed: 'neutral',
  cancelled: 'neutral',
  waiting: 'due',
} as const satisfies Record<Outcome, string>

/** A person's payments, newest first. */
export async function OrderRows({ orders }: { orders: readonly OrderView[] }) {
  const t = await getTranslations('payment')
  return (
    <RowList>
      {orders.map((order) => {
        const outcome = outcomeOf(order)
        return (
          <Row
            key={order.orderId}
            href={`/platby/${order.orderId}`}
            title={formatDateTime(order.createdAt)}
            note={t('historyReference', { reference: order.attempts[0]?.reference ?? '' })}
            trailing={<Amount size="large">{formatKc(order.amountHal)}</Amount>}
            status={<StatusTag tone={tones[outcome]}>{t(`historyState.${outcome}`)}</StatusTag>}
          />
        )
      })}
    </RowList>
  )
}
