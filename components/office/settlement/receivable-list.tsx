import { getTranslations } from 'next-intl/server'
import { Card } from '#components/ui/card'
import { StatusTag, type StatusTone } from '#components/ui/status-tag'
import { Table } from '#components/ui/table'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { ListedReceivable } from '#lib/recovery/receivable/listing.queries'
import type { ReceivableState } from '#lib/recovery/receivable/rules'

const tones: Record<ReceivableState, StatusTone> = { open: 'due', decided: 'unknown', settled: 'ok' }

/** Receivables of the city from money that banks took back, each with where it stands. */
export async function ReceivableList({
  receivables,
  caption,
}: {
  receivables: readonly ListedReceivable[]
  caption: string
}) {
  const t = await getTranslations('recovery')
  return (
    <Card flush>
      <Table
        caption={caption}
        rows={receivables}
        rowKey={(row) => String(row.receivableId)}
        columns={[
          {
            key: 'what',
            header: t('column.what'),
            rowHeader: true,
            cell: (row) => (
              <>
                <Source receivable={row}>{t(`source.${row.source}`, { mark: row.mark })}</Source>
                {row.refundReference ? (
                  <span className="block font-normal text-muted text-sm">
                    {t('byRefund', { reference: row.refundReference })}
                  </span>
                ) : null}
              </>
            ),
          },
          { key: 'since', header: t('column.since'), cell: (row) => formatDate(row.since) },
          {
            key: 'state',
            header: t('column.state'),
            cell: (row) => (
              <>
                <StatusTag tone={tones[row.state]}>{t(`state.${row.state}`)}</StatusTag>
                {row.writeOffReason ? (
                  <span className="block text-sm">{t('writeOffWaits', { reason: row.writeOffReason })}</span>
                ) : null}
              </>
            ),
          },
          {
            key: 'debtor',
            header: t('column.debtor'),
            cell: (row) => (
              <>
                {row.debtor ?? (row.payerExternalId ? t('payer', { number: row.payerExternalId }) : '')}
                {row.ground ? (
                  <span className="block text-muted text-sm">{t(`ground.${row.ground}`)}</span>
                ) : null}
              </>
            ),
          },
          {
            key: 'remains',
            header: t('column.remains'),
            numeric: true,
            cell: (row) => (
              <>
                {formatKc(row.remainsHal)}
                {row.remainsHal === row.amountHal ? null : (
                  <span className="block text-muted text-sm">
                    {t('ofAmount', { amount: formatKc(row.amountHal) })}
                  </span>
                )}
              </>
            ),
          },
        ]}
      />
    </Card>
  )
}

/** What the bank took back, with a way to it where it is a card payment. */
function Source({ receivable, children }: { receivable: ListedReceivable; children: string }) {
  return receivable.attemptId ? (
    <a href={`/urad/platby/${receivable.attemptId}`} className="link">
      {children}
    </a>
  ) : (
    children
  )
}
