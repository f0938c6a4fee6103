import { getTranslations } from 'next-intl/server'
import { claimTitle } from '#components/assessment/claim-title'
import { Card } from '#components/ui/card'
import { Table } from '#components/ui/table'
import { formatKc, sumHal } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { JournalEntryView, JournalLineView } from '#lib/payment/history/journal.queries'

/** Where the crowns went: the entries of the journal, leg by leg. */
export async function JournalEntries({ entries }: { entries: readonly JournalEntryView[] }) {
  const t = await getTranslations('office')
  if (entries.length === 0) {
    return (
      <Card heading={t('journalHeading')}>
        <p className="text-muted">{t('journalEmpty')}</p>
      </Card>
    )
  }
  return (
    <Card heading={t('journalHeading')} flush>
      {entries.map((entry) => (
        <Entry key={entry.entryId} entry={entry} />
      ))}
    </Card>
  )
}

async function Entry({ entry }: { entry: JournalEntryView }) {
  const t = await getTranslations('office')
  const caption = t('journalCaption', {
    kind: t(`journalKind.${entry.kind}`),
    number: String(entry.entryId),
  })
  const sentence = t('journalEntry', {
    entry: caption,
    effectiveOn: formatDate(entry.effectiveOn),
    bookedOn: formatDate(entry.bookedOn),
  })
  const rows = await Promise.all(
    entry.lines.map(async (line) => ({ ...line, words: await accountWords(line) })),
  )
  const side = (sign: 1n | -1n) =>
    sumHal(entry.lines.map((line) => line.amountHal * sign).filter((amountHal) => amountHal > 0n))
  return (
    <>
      <p className="px-4 text-muted text-sm sm:px-6">{sentence}</p>
      <Table
        caption={caption}
        rows={rows}
        rowKey={(row) => row.lineNumber}
        columns={[
          {
            key: 'account',
            header: t('column.account'),
            rowHeader: true,
            cell: (row) => (
              <>
                {row.words.account}
                {row.words.note ? (
                  <span className="block font-normal text-muted text-sm"> {row.words.note}</span>
                ) : null}
              </>
            ),
          },
          {
            key: 'debit',
            header: t('column.debit'),
            numeric: true,
            cell: (row) => (row.amountHal > 0n ? formatKc(row.amountHal) : ''),
          },
          {
            key: 'credit',
            header: t('column.credit'),
            numeric: true,
            cell: (row) => (row.amountHal < 0n ? formatKc(-row.amountHal) : ''),
          },
        ]}
        footer={[t('total'), formatKc(side(1n)), formatKc(side(-1n))]}
      />
    </>
  )
}

async function accountWords(line: JournalLineView): Promise<{ account: string; note: string }> {
  const t = await getTranslations('office')
  const account = [t(`account.${line.accountKind}`), line.payerName ?? line.gatewayCompanyName].filter(
    Boolean,
  )
  const feeKindName = line.feeKindName ?? ''
  const laidOn = line.claim
    ? await claimTitle({ feeKindName, ...line.claim })
    : line.side === 'credit'
      ? `${feeKindName} – ${t('credit')}`
      : feeKindName
  return { account: account.join(', '), note: laidOn }
}
