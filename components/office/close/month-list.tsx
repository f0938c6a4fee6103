import { getTranslations } from 'next-intl/server'
import { Fragment } from 'react'
import { Card } from '#components/ui/card'
import { EmptyState } from '#components/ui/empty-state'
import { StatusTag } from '#components/ui/status-tag'
import { Table } from '#components/ui/table'
import type { MonthState } from '#lib/close/months.queries'
import { monthText } from '#lib/close/rules'
import { formatDateTime } from '#lib/i18n/format'

/** Months, newest first: how each stands, and its report. */
export async function MonthList({ months }: { months: readonly MonthState[] }) {
  const t = await getTranslations('close')
  if (months.length === 0) {
    return (
      <EmptyState icon="clock" heading={t('empty')}>
        {t('emptyText')}
      </EmptyState>
    )
  }
  return (
    <Card flush>
      <Table
        caption={t('monthsCaption')}
        rows={months}
        rowKey={(row) => row.month}
        columns={[
          {
            key: 'month',
            header: t('column.month'),
            rowHeader: true,
            cell: (row) => (
              <a href={`/urad/uzaverky/${row.month}`} className="link inline-flex min-h-11 items-center">
                {monthText(row.month)}
              </a>
            ),
          },
          {
            key: 'state',
            header: t('column.state'),
            cell: ({ closed }) => (
              <>
                <StatusTag tone={closed ? 'ok' : 'neutral'}>{t(closed ? 'closed' : 'open')}</StatusTag>
                {closed ? (
                  <span className="block text-muted text-sm">
                    {' '}
                    {t('closedBy', { officer: closed.officerName, moment: formatDateTime(closed.at) })}
                    {closed.reason ? (
                      <span className="block"> {t('carriedOver', { reason: closed.reason })}</span>
                    ) : null}
                  </span>
                ) : null}
              </>
            ),
          },
          {
            key: 'report',
            header: t('column.report'),
            cell: (row) => (
              <span className="inline-flex gap-4">
                {(['pdf', 'csv'] as const).map((format) => (
                  <Fragment key={format}>
                    <a
                      href={`/urad/uzaverky/${row.month}/sestava?format=${format}`}
                      aria-label={`${t(format)}, ${monthText(row.month)}`}
                      className="link inline-flex min-h-11 items-center"
                    >
                      {t(format)}
                    </a>{' '}
                  </Fragment>
                ))}
              </span>
            ),
          },
        ]}
      />
    </Card>
  )
}
