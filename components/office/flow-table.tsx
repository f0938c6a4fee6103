import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import { Card } from '#components/ui/card'
import { Table } from '#components/ui/table'
import { formatKc } from '#lib/core/money'
import type { Flow } from '#lib/report/dashboard.queries'

interface FlowTableProps {
  heading: string
  /** The header of the first column. */
  what: string
  rows: readonly (Flow & { key: string; name: ReactNode })[]
  /** A sentence for a week in which nothing happened. */
  empty: string
}

/** Numbers of payments and what they come to, today and over seven days, with their total. */
export async function FlowTable({ heading, what, rows, empty }: FlowTableProps) {
  const t = await getTranslations('office')
  const sum = (pick: (row: Flow) => { payments: number; amountHal: bigint }) =>
    rows.map(pick).reduce((a, b) => ({
      payments: a.payments + b.payments,
      amountHal: a.amountHal + b.amountHal,
    }))
  if (rows.length === 0) {
    return (
      <Card heading={heading}>
        <p className="text-muted">{empty}</p>
      </Card>
    )
  }
  const today = sum((row) => row.today)
  const week = sum((row) => row.week)
  return (
    <Card heading={heading} flush>
      <Table
        caption={heading}
        rows={rows}
        rowKey={(row) => row.key}
        columns={[
          { key: 'name', header: what, rowHeader: true, cell: (row) => row.name },
          {
            key: 'today',
            header: t('todayCount'),
            numeric: true,
            cell: (row) => String(row.today.payments),
          },
          {
            key: 'todayAmount',
            header: t('todayAmount'),
            numeric: true,
            cell: (row) => formatKc(row.today.amountHal),
          },
          { key: 'week', header: t('weekCount'), numeric: true, cell: (row) => String(row.week.payments) },
          {
            key: 'weekAmount',
            header: t('weekAmount'),
            numeric: true,
            cell: (row) => formatKc(row.week.amountHal),
          },
        ]}
        footer={[
          t('total'),
          String(today.payments),
          formatKc(today.amountHal),
          String(week.payments),
          formatKc(week.amountHal),
        ]}
      />
    </Card>
  )
}
