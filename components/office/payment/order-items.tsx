import { getTranslations } from 'next-intl/server'
import { claimTitle } from '#components/assessment/claim-title'
import { Table } from '#components/ui/table'
import { formatKc, sumHal } from '#lib/core/money'
import type { OrderItemView } from '#lib/payment/history/order-items.queries'

/** What the order was meant to pay; whose it is only where the officer may learn it. */
export async function OrderItems({ items, isNamed }: { items: readonly OrderItemView[]; isNamed: boolean }) {
  const t = await getTranslations('office')
  const rows = await Promise.all(items.map(async (item) => ({ ...item, title: await claimTitle(item) })))
  const total = formatKc(sumHal(items.map((item) => item.amountHal)))
  return (
    <>
      <Table
        caption={t('orderHeading')}
        rows={rows}
        rowKey={(row) => row.assessmentId}
        columns={[
          { key: 'claim', header: t('column.claim'), rowHeader: true, cell: (row) => row.title },
          ...(isNamed
            ? [
                {
                  key: 'payer',
                  header: t('column.payers'),
                  cell: (row: OrderItemView) => row.payerName,
                },
                {
                  key: 'symbol',
                  header: t('column.variableSymbol'),
                  cell: (row: OrderItemView) => (
                    <span className="tabular-nums">{row.variableSymbol ?? '–'}</span>
                  ),
                },
              ]
            : []),
          {
            key: 'amount',
            header: t('column.amount'),
            numeric: true,
            cell: (row) => formatKc(row.amountHal),
          },
        ]}
        footer={isNamed ? [t('total'), '', '', total] : [t('total'), total]}
      />
      {isNamed ? null : <p className="px-4 pt-2 pb-4 text-muted text-sm">{t('namesHidden')}</p>}
    </>
  )
}
