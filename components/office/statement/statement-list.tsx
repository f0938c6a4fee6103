import { getTranslations } from 'next-intl/server'
import { Card } from '#components/ui/card'
import { Table } from '#components/ui/table'
import { formatKc } from '#lib/core/money'
import { formatDate, formatDateTime } from '#lib/i18n/format'
import type { AccountStatements, StatementRow } from '#lib/statement/statements.queries'

/** The statements of one account, newest first; a missing one between two is said. */
export async function StatementList({ of: { account, statements, waiting } }: { of: AccountStatements }) {
  const t = await getTranslations('statement')
  const amount = (hal: bigint | null) => (hal === null ? t('untold') : formatKc(hal))
  const gapBefore = (row: StatementRow) => {
    if (row.isWithdrawn) return null
    const earlier = statements.find((one) => !one.isWithdrawn && one.toOn < row.fromOn)
    if (!earlier || earlier.closingHal === null || row.openingHal === null) return null
    return earlier.closingHal === row.openingHal ? null : earlier.closingHal
  }
  return (
    <Card
      flush
      heading={t('accountHeading', { account })}
      aside={
        <span className="text-muted">
          {t('waiting', { count: waiting.count })}
          {waiting.count > 0 ? `, ${t('waitingAmount', { amount: formatKc(waiting.amountHal) })}` : ''}
        </span>
      }
    >
      {statements.length === 0 ? (
        <p className="p-4 text-muted">{t('noStatement')}</p>
      ) : (
        <Table
          caption={t('listCaption', { account })}
          rows={statements}
          rowKey={(row) => row.id}
          columns={[
            {
              key: 'number',
              header: t('column.number'),
              rowHeader: true,
              cell: (row) => (
                <a href={`/urad/vypisy/${row.id}`} className="link tabular-nums">
                  {row.number ?? t('numberless')}
                </a>
              ),
            },
            {
              key: 'days',
              header: t('column.days'),
              cell: (row) => {
                const closingHal = gapBefore(row)
                return (
                  <>
                    {row.fromOn === row.toOn
                      ? formatDate(row.toOn)
                      : `${formatDate(row.fromOn)} – ${formatDate(row.toOn)}`}
                    {row.isWithdrawn ? (
                      <span className="block font-semibold text-overdue text-sm">{t('withdrawn')}</span>
                    ) : null}
                    {closingHal === null ? null : (
                      <span className="block font-semibold text-overdue text-sm">
                        {' '}
                        {t('gap', { closing: formatKc(closingHal) })}
                      </span>
                    )}
                  </>
                )
              },
            },
            {
              key: 'importedAt',
              header: t('column.importedAt'),
              cell: (row) => formatDateTime(row.importedAt),
            },
            { key: 'entries', header: t('column.entries'), numeric: true, cell: (row) => row.entries },
            {
              key: 'newEntries',
              header: t('column.newEntries'),
              numeric: true,
              cell: (row) => row.newEntries,
            },
            {
              key: 'opening',
              header: t('column.opening'),
              numeric: true,
              cell: (row) => amount(row.openingHal),
            },
            {
              key: 'closing',
              header: t('column.closing'),
              numeric: true,
              cell: (row) => amount(row.closingHal),
            },
          ]}
        />
      )}
    </Card>
  )
}
