import { getTranslations } from 'next-intl/server'
import { Notice } from '#components/ui/notice'
import { formatDateTime } from '#lib/i18n/format'
import type { FailingFetch } from '#lib/statement/held-list.queries'

const problems = ['asked_nothing', 'too_many', 'not_allowed', 'unreachable', 'unreadable'] as const
const isProblem = (code: string): code is (typeof problems)[number] => problems.some((one) => one === code)

/** The accounts whose statements cannot be fetched from the bank, since when and why. */
export async function FailingFetches({ failing }: { failing: readonly FailingFetch[] }) {
  const t = await getTranslations('statement')
  return failing.map(({ account, since, problem }) => (
    <Notice
      key={account}
      tone="danger"
      heading={t('fetch.failing', { account, since: formatDateTime(since) })}
    >
      <p>{isProblem(problem) ? t(`fetch.problem.${problem}`) : problem}</p>
    </Notice>
  ))
}
