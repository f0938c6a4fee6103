import { getTranslations } from 'next-intl/server'
import { ConfirmForm, type ConfirmState } from '#components/office/close/confirm-form'
import { Card } from '#components/ui/card'
import { Table } from '#components/ui/table'
import type { DocumentDay } from '#lib/close/documents.queries'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'

type ConfirmAction = (
  day: string,
  seenHal: string,
  previous: ConfirmState,
  form: FormData,
) => Promise<ConfirmState>

/** Days whose documents nobody has confirmed; those who may have a button for each. */
export async function DocumentDays({
  days,
  action,
}: {
  days: readonly DocumentDay[]
  action: ConfirmAction | null
}) {
  const t = await getTranslations('close')
  return (
    <Card flush heading={t('daysHeading')}>
      <p className="px-4 pb-3 text-muted">{days.length === 0 ? t('daysEmpty') : t('daysLead')}</p>
      {days.length > 0 ? (
        <Table
          caption={t('daysCaption')}
          rows={days}
          rowKey={(row) => row.day}
          columns={[
            { key: 'day', header: t('column.day'), rowHeader: true, cell: (row) => formatDate(row.day) },
            {
              key: 'documents',
              header: t('column.documents'),
              numeric: true,
              cell: (row) => row.documents,
            },
            {
              key: 'sum',
              header: t('column.sum'),
              numeric: true,
              cell: (row) => formatKc(row.controlSumHal),
            },
            ...(action
              ? [
                  {
                    key: 'confirm',
                    header: t('column.confirm'),
                    cell: (row: DocumentDay) => (
                      <ConfirmForm
                        action={action.bind(null, row.day, String(row.controlSumHal))}
                        label={t('confirmButton', { day: formatDate(row.day) })}
                      />
                    ),
                  },
                ]
              : []),
          ]}
        />
      ) : null}
    </Card>
  )
}
