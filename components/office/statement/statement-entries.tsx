import { getTranslations } from 'next-intl/server'
import { Card } from '#components/ui/card'
import { StatusTag, type StatusTone } from '#components/ui/status-tag'
import { Table } from '#components/ui/table'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { EntryStanding, StatementEntryRow } from '#lib/statement/statements.queries'

const tones: Record<EntryStanding['kind'], StatusTone> = {
  matched: 'ok',
  waiting: 'due',
  taken_back: 'overdue',
  outgoing: 'neutral',
  bank_fee: 'neutral',
  gateway_payout: 'neutral',
  other: 'neutral',
  reversal: 'neutral',
  withdrawal: 'neutral',
}

/** The movements of a statement and how each stands. */
export async function StatementEntries({ entries }: { entries: readonly StatementEntryRow[] }) {
  const t = await getTranslations('statement')
  return (
    <Card flush>
      <Table
        caption={t('entriesCaption')}
        rows={entries}
        rowKey={(row) => row.id}
        columns={[
          { key: 'day', header: t('column.day'), rowHeader: true, cell: (row) => formatDate(row.bookedOn) },
          {
            key: 'counter',
            header: t('column.counter'),
            cell: (row) => (
              <>
                {row.counterName ?? '–'}
                {row.message ? (
                  <span className="block break-words text-muted text-sm"> {row.message}</span>
                ) : null}
                {row.payerReference && row.payerReference !== row.message ? (
                  <span className="block break-words text-muted text-sm">
                    {t('payerReference', { reference: row.payerReference })}
                  </span>
                ) : null}
              </>
            ),
          },
          {
            key: 'symbols',
            header: t('column.symbols'),
            cell: (row) => (
              <span className="tabular-nums">
                {row.variableSymbol ? t('variableSymbol', { symbol: row.variableSymbol }) : '–'}
                {row.specificSymbol ? (
                  <span className="block"> {t('specificSymbol', { symbol: row.specificSymbol })}</span>
                ) : null}
              </span>
            ),
          },
          {
            key: 'standing',
            header: t('column.standing'),
            cell: (row) => <Standing of={row.standing} />,
          },
          {
            key: 'amount',
            header: t('column.amount'),
            numeric: true,
            cell: (row) => formatKc(row.amountHal),
          },
        ]}
      />
    </Card>
  )
}

async function Standing({ of: standing }: { of: EntryStanding }) {
  const t = await getTranslations('statement')
  return (
    <>
      <StatusTag tone={tones[standing.kind]}>{t(`standing.${standing.kind}`)}</StatusTag>
      {standing.kind === 'matched' ? (
        <span className="block text-sm">
          {' '}
          {standing.payers?.join(', ')}
          {isRule(standing.rule) ? (
            <span className="block text-muted"> {t(`rule.${standing.rule}`)}</span>
          ) : null}
        </span>
      ) : null}
      {standing.kind === 'waiting' ? (
        <span className="block text-muted text-sm">
          {' '}
          {t('proposals', { count: standing.proposals })}
          {standing.bestScore && standing.proposals > 0
            ? `, ${t('best', { score: String(standing.bestScore) })}`
            : ''}
          {standing.reasons.length > 0 ? (
            <span className="block">
              {' '}
              {standing.reasons.map((reason) => t(`reason.${reason}`)).join(', ')}
            </span>
          ) : null}
        </span>
      ) : null}
    </>
  )
}

const rules = [
  'symbols',
  'variable_symbol',
  'agreed_list',
  'refund_returned',
  'receivable',
  'officer',
] as const
const isRule = (rule: string): rule is (typeof rules)[number] => rules.some((one) => one === rule)
