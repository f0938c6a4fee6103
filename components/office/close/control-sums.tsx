import { getTranslations } from 'next-intl/server'
import { Card } from '#components/ui/card'
import { Table } from '#components/ui/table'
import type { AccountSum } from '#lib/close/control-sums.rules'
import { formatKc, sumHal } from '#lib/core/money'

type Sums = Pick<AccountSum, 'openingHal' | 'debitHal' | 'creditHal' | 'closingHal'>

/** The control sums of a month, an account a row, each with its name already in words. */
export async function ControlSumsTable({ rows }: { rows: readonly (Sums & { name: string })[] }) {
  const t = await getTranslations('close')
  const total = (of: keyof Sums, sign = 1n) => formatKc(sign * sumHal(rows.map((row) => row[of])))
  return (
    <Card flush heading={t('sumsHeading')}>
      <Table
        caption={t('sumsCaption')}
        rows={rows}
        rowKey={(row) => row.name}
        columns={[
          { key: 'account', header: t('column.account'), rowHeader: true, cell: (row) => row.name },
          {
            key: 'opening',
            header: t('column.opening'),
            numeric: true,
            cell: (row) => formatKc(row.openingHal),
          },
          { key: 'debit', header: t('column.debit'), numeric: true, cell: (row) => formatKc(row.debitHal) },
          {
            key: 'credit',
            header: t('column.credit'),
            numeric: true,
            // The journal's credits are negative; under „Dal“ they are written without the sign, as in the journal's own table.
            cell: (row) => formatKc(-row.creditHal),
          },
          {
            key: 'closing',
            header: t('column.closing'),
            numeric: true,
            cell: (row) => formatKc(row.closingHal),
          },
        ]}
        footer={[
          t('total'),
          total('openingHal'),
          total('debitHal'),
          total('creditHal', -1n),
          total('closingHal'),
        ]}
      />
    </Card>
  )
}
