import { getTranslations } from 'next-intl/server'
import { Card } from '#components/ui/card'
import { DefinitionList } from '#components/ui/definition-list'
import { formatKc } from '#lib/core/money'
import { formatDate, formatDateTime } from '#lib/i18n/format'
import type { StatementRow } from '#lib/statement/statements.queries'

/** What one statement says of itself. */
export async function StatementFacts({ statement }: { statement: StatementRow }) {
  const t = await getTranslations('statement')
  const amount = (hal: bigint | null) => (hal === null ? t('untold') : formatKc(hal))
  return (
    <Card>
      <DefinitionList
        items={[
          { term: t('column.number'), value: statement.number ?? t('numberless') },
          {
            term: t('column.days'),
            value: `${formatDate(statement.fromOn)} – ${formatDate(statement.toOn)}`,
          },
          { term: t('column.opening'), value: amount(statement.openingHal) },
          { term: t('column.closing'), value: amount(statement.closingHal) },
          { term: t('column.entries'), value: String(statement.entries) },
          { term: t('column.newEntries'), value: String(statement.newEntries) },
          { term: t('column.importedAt'), value: formatDateTime(statement.importedAt) },
        ]}
      />
    </Card>
  )
}
