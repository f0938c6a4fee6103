import { getTranslations } from 'next-intl/server'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { Table } from '#components/ui/table'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { OpenDifference } from '#lib/settlement/differences/rules'

/** Open differences, each with what to do about it; those who may decide have a way to close one. */
export async function DifferenceList({
  differences,
  mayClose,
}: {
  differences: readonly OpenDifference[]
  mayClose: boolean
}) {
  const t = await getTranslations('settlement')
  if (differences.length === 0) {
    return (
      <EmptyState heading={t('empty')} icon="check">
        {t('emptyText')}
      </EmptyState>
    )
  }
  return (
    <Card flush>
      <Table
        caption={t('caption')}
        rows={differences}
        rowKey={(row) => row.key}
        columns={[
          {
            key: 'what',
            header: t('column.what'),
            rowHeader: true,
            cell: (row) => (
              <>
                {t(`kind.${row.kind}.what`)}
                <span className="block font-normal text-muted text-sm"> {t(`kind.${row.kind}.todo`)}</span>
              </>
            ),
          },
          { key: 'since', header: t('column.since'), cell: (row) => formatDate(row.since) },
          { key: 'gateway', header: t('column.gateway'), cell: (row) => row.companyName },
          { key: 'mark', header: t('column.mark'), cell: (row) => <Mark difference={row} /> },
          {
            key: 'amount',
            header: t('column.amount'),
            numeric: true,
            cell: (row) => (
              <>
                {formatKc(row.amountHal)}
                {row.otherHal === null ? null : (
                  <span className="block text-muted text-sm">
                    {' '}
                    {t('other', { amount: formatKc(row.otherHal) })}
                  </span>
                )}
              </>
            ),
          },
          ...(mayClose
            ? [
                {
                  key: 'close',
                  header: t('column.close'),
                  cell: (row: OpenDifference) => (
                    <a
                      href={`/urad/rozdily/${encodeURIComponent(row.key)}`}
                      aria-label={t('closeOf', { mark: row.mark })}
                      className="link inline-flex min-h-11 items-center"
                    >
                      {t('close')}
                    </a>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  )
}

/** The payment with a way to it; what is no payment of ours only by what it is called. */
function Mark({ difference: { attemptId, mark } }: { difference: OpenDifference }) {
  return attemptId ? (
    <a href={`/urad/platby/${attemptId}`} className="link tabular-nums">
      {mark}
    </a>
  ) : (
    <span className="break-all tabular-nums">{mark}</span>
  )
}
