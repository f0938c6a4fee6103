import { getTranslations } from 'next-intl/server'
import { Amount } from '#components/ui/amount'
import { DefinitionList } from '#components/ui/definition-list'
import { formatKc } from '#lib/core/money'
import { formatDate } from '#lib/i18n/format'
import type { OpenDifference } from '#lib/settlement/differences/rules'

/** What one difference is about. */
export async function DifferenceFacts({ difference }: { difference: OpenDifference }) {
  const t = await getTranslations('settlement')
  const { amountHal, otherHal, since, companyName, mark } = difference
  return (
    <DefinitionList
      items={[
        {
          term: t('column.amount'),
          value: <Amount>{formatKc(amountHal)}</Amount>,
          ...(otherHal === null ? {} : { note: t('other', { amount: formatKc(otherHal) }) }),
        },
        { term: t('column.mark'), value: <span className="break-all">{mark}</span> },
        { term: t('column.gateway'), value: companyName },
        { term: t('column.since'), value: formatDate(since) },
      ]}
    />
  )
}
